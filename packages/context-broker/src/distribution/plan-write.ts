import type { Registration, RegistrationInfo } from '../registrations/registration.ts';
import { attributeNamesOf } from '../registrations/registration.ts';
import { fitsInformation } from '../registrations/matches-registration.ts';
import { isOfThePast, isOfThePresent, isValid, operationsOf } from './plan-read.ts';

/** What a write is about: one entity, and perhaps some of its attributes. */
export interface WriteSubject {
  readonly id: string;
  /** Expanded types, as far as they are known. */
  readonly types?: readonly string[];
  /** Expanded names; undefined when the write is about the entity as such. */
  readonly attributes?: readonly string[];
}

/** What a source gets of a write. */
export interface WriteShare {
  readonly registration: Registration;
  /** Attributes that it gets; undefined: all of them. */
  readonly attributes?: readonly string[];
  /** The operation to ask with; undefined when the source must take its part but offers no way to. */
  readonly operation?: string;
}

export interface WritePlan {
  readonly shares: readonly WriteShare[];
  /** What is done here: nothing, all, or what concerns some attributes. */
  readonly local: 'none' | 'all' | readonly string[];
  /** Whether exclusive or redirect sources take part; what does not exist here is no failure then. */
  readonly isProxied: boolean;
}

export interface WritePlanning {
  readonly nowMs: number;
  readonly operations: readonly string[];
  readonly via: string | undefined;
  /** Whether the past is written. */
  readonly isTemporal?: boolean;
}

type Remaining = readonly string[] | undefined;

const fits = (info: RegistrationInfo, { id, types }: WriteSubject, remaining: Remaining): boolean =>
  fitsInformation(info, {
    ids: [id],
    ...(types === undefined ? {} : { types: types.map((type) => [type]) }),
    ...(remaining === undefined || remaining.length === 0 ? {} : { attributes: remaining }),
  });

/** The attributes that a registration takes of those that remain; undefined when it takes all there may be. */
const takenBy = (infos: readonly RegistrationInfo[], remaining: Remaining): Remaining => {
  const names = infos.map(attributeNamesOf);
  if (names.includes(undefined)) return remaining;
  const offered = names.flatMap((some) => some ?? []);
  return remaining?.filter((name) => offered.includes(name));
};

/** Entities without attributes belong to sources that offer whole entities only. */
const offersWhole = (info: RegistrationInfo, remaining: Remaining): boolean =>
  remaining === undefined || remaining.length > 0 || attributeNamesOf(info) === undefined;

const sharesOf = (
  registrations: readonly Registration[],
  subject: WriteSubject,
  { remaining, operations }: { readonly remaining: Remaining; readonly operations: readonly string[] },
): readonly WriteShare[] =>
  registrations.flatMap((registration) => {
    const infos = registration.information.filter(
      (info) => fits(info, subject, remaining) && offersWhole(info, remaining),
    );
    if (infos.length === 0) return [];
    const attributes = takenBy(infos, remaining);
    const offered = operationsOf(registration);
    const operation = operations.find((name) => offered.has(name));
    return [
      {
        registration,
        ...(attributes === undefined ? {} : { attributes }),
        ...(operation === undefined ? {} : { operation }),
      },
    ];
  });

/** Whether a share takes the entity wholly, with attributes that it may have beside those of the request. */
const takesAll = ({ registration }: WriteShare, subject: WriteSubject): boolean =>
  registration.information.some(
    (info) => attributeNamesOf(info) === undefined && fits(info, subject, undefined),
  );

/** What is left to others after some shares. */
const leftBy = (shares: readonly WriteShare[], remaining: Remaining): Remaining =>
  remaining?.filter((name) => !shares.some(({ attributes }) => attributes?.includes(name)));

const localPart = (
  subject: WriteSubject,
  remaining: Remaining,
  proxied: readonly WriteShare[],
): WritePlan['local'] => {
  if (subject.attributes === undefined || proxied.length === 0) return 'all';
  if (proxied.some((share) => takesAll(share, subject))) return 'none';
  if (remaining === undefined || remaining.length === 0) return 'none';
  return remaining;
};

/**
 * Divides a write (§5.6): exclusive sources take their attributes first, then redirect ones, which leaves the rest to
 * this broker and to inclusive sources, which do the same here and there. Auxiliary sources are never written to.
 */
export const planWrite = (
  registrations: readonly Registration[],
  subject: WriteSubject,
  { nowMs, operations, via, isTemporal = false }: WritePlanning,
): WritePlan => {
  const usable = registrations.filter(
    (registration) =>
      isValid(registration, { nowMs, via }) &&
      (isTemporal ? isOfThePast(registration) : isOfThePresent(registration)),
  );
  const ofMode = (mode: Registration['mode'], remaining: Remaining): readonly WriteShare[] =>
    sharesOf(
      usable.filter((registration) => registration.mode === mode),
      subject,
      { remaining, operations },
    );
  const exclusive = ofMode('exclusive', subject.attributes);
  const afterExclusive = leftBy(exclusive, subject.attributes);
  const isUsedUp = exclusive.length > 0 && afterExclusive?.length === 0;
  const redirect = isUsedUp ? [] : ofMode('redirect', afterExclusive);
  const proxied = [...exclusive, ...redirect];
  const remaining = leftBy(redirect, afterExclusive);
  const local = localPart(subject, remaining, proxied);
  const inclusive =
    local === 'none' ? [] : ofMode('inclusive', remaining).filter(({ operation }) => operation !== undefined);
  return { shares: [...proxied, ...inclusive], local, isProxied: proxied.length > 0 };
};
