/** Tells a process that only reads that the one that writes has to answer. */
export class NeedsWriter extends Error {
  constructor() {
    super('Only the process that writes can answer this.');
    this.name = 'NeedsWriter';
  }
}
