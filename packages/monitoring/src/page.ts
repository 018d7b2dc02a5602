/** Which part of a list is asked for; both are whole numbers from 0. */
export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

/** A part of a list, and how many members match in all. */
export interface Page<Member> {
  readonly members: readonly Member[];
  readonly count: number;
}
