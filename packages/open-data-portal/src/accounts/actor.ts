/** What somebody may do, each more than the one before: read what is not public, edit, publish, administer. */
export type Role = 'reader' | 'editor' | 'publisher' | 'admin';

export const roles: readonly Role[] = ['reader', 'editor', 'publisher', 'admin'];

/** Who asks. Issue 5 (OpenID Connect) makes it of an identity; today `actorOf` makes it of an API token. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** Role in the whole tenant, if there is one. */
  readonly role?: Role;
  /** Roles within organisations, by their ids. */
  readonly organisations: Readonly<Record<string, Role>>;
}

const rank = (role: Role | undefined): number => (role === undefined ? -1 : roles.indexOf(role));

/** Whether an actor has at least a role for what belongs to an organisation, or to none. */
export const hasRole = (actor: Actor | undefined, least: Role, organisation?: string): boolean => {
  if (actor === undefined) return false;
  const own = organisation === undefined ? undefined : actor.organisations[organisation];
  return Math.max(rank(actor.role), rank(own)) >= rank(least);
};

/** Whether an actor has at least a role anywhere. */
export const hasRoleSomewhere = (actor: Actor | undefined, least: Role): boolean =>
  actor !== undefined &&
  [actor.role, ...Object.values(actor.organisations)].some((role) => rank(role) >= rank(least));
