import { DomainError, type Clock, type Finding } from '@allmende/kernel';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { Actor } from '../../accounts/actor.ts';
import type { CatalogueStore } from '../../catalogue/catalogue-store.ts';
import { portalProblems } from '../../problems.ts';
import type { CkanObject } from '../mapping/package-dict.ts';

/** What actions work with. */
export interface ActionParts {
  readonly catalogue: CatalogueStore;
  readonly accounts: AccountStore;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Address under which users reach the server, without trailing slash. */
  publicUrl(): string;
}

/** One call: for which tenant, and by whom. */
export interface ActionCall extends ActionParts {
  readonly tenant: string;
  readonly actor: Actor | undefined;
}

/** An action of CKAN's API: `POST /api/3/action/NAME`, and GET where it only reads. */
export interface Action {
  readonly isRead: boolean;
  /** What `help_show` answers. */
  readonly help: string;
  run(call: ActionCall, data: CkanObject): Promise<unknown>;
}

export type Actions = Readonly<Record<string, Action>>;

export const reads = (help: string, run: Action['run']): Action => ({ isRead: true, help, run });
export const writes = (help: string, run: Action['run']): Action => ({ isRead: false, help, run });

export const notFound = (message: string): DomainError =>
  new DomainError(portalProblems.recordNotFound, message);

const nameOf = (actor: Actor | undefined): string => actor?.name ?? '';

/** Refuses with the words of CKAN: `User klara not authorized to …`. */
export const notAuthorised = (actor: Actor | undefined, deed: string): DomainError =>
  new DomainError(portalProblems.notAllowed, `User ${nameOf(actor)} not authorized to ${deed}`);

export const invalid = (findings: readonly Finding[]): DomainError =>
  new DomainError(
    portalProblems.invalidEntry,
    findings.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '),
    { findings },
  );

export const missing = 'Missing value';

/** A text; refused where it is missing. */
export const requiredText = (data: CkanObject, ...keys: readonly [string, ...string[]]): string => {
  for (const key of keys) {
    const value = data[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  throw invalid([{ pointer: keys[0], detail: missing }]);
};

export const optionalText = (data: CkanObject, key: string): string | undefined => {
  const value = data[key];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A whole number as number or text; CKAN's words where it is none. */
export const wholeNumber = (data: CkanObject, key: string): number | undefined => {
  const text = optionalText(data, key);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw invalid([
    { pointer: key, detail: /^-?\d+$/u.test(text) ? 'Must be a natural number' : 'Invalid integer' },
  ]);
};

/** True, also as the texts that CKAN takes for it. */
export const isTrue = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|t|y|on|1)$/iu.test(value));

/** Texts given as list, as JSON of a list, or as one text. */
export const textsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  if (typeof value !== 'string' || value === '') return [];
  if (!value.trim().startsWith('[')) return [value];
  try {
    return textsIn(JSON.parse(value));
  } catch {
    return [value];
  }
};

export const nowOf = ({ clock }: ActionParts): string => new Date(clock.now()).toISOString();

const nameRule = /^[a-z0-9_-]*$/u;
const reservedNames = ['new', 'edit', 'search'];

/** What is wrong with the name of a package, organisation or group, in CKAN's words. */
export const nameFinding = (name: string): Finding | undefined => {
  const finding = (detail: string): Finding => ({ pointer: 'name', detail });
  if (reservedNames.includes(name)) return finding('That name cannot be used');
  if (name.length < 2) return finding('Must be at least 2 characters long');
  if (name.length > 100) return finding('Name must be a maximum of 100 characters long');
  if (nameRule.test(name)) return undefined;
  return finding('Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_');
};
