import { instantMs } from '../entities/date-time.ts';

/** EntityInfo (§5.2.8); types expanded. */
export interface EntityInfo {
  readonly id?: string;
  readonly idPattern?: string;
  readonly types: readonly string[];
}

/** RegistrationInfo (§5.2.10); names expanded. */
export interface RegistrationInfo {
  readonly entities?: readonly EntityInfo[];
  readonly propertyNames?: readonly string[];
  readonly relationshipNames?: readonly string[];
}

export const registrationModes = ['inclusive', 'exclusive', 'redirect', 'auxiliary'] as const;

export type RegistrationMode = (typeof registrationModes)[number];

/** TimeInterval (§5.2.11). */
export interface TimeInterval {
  readonly startAt: string;
  readonly endAt?: string;
}

/** A context source and what it offers (§5.2.9), as kept: names expanded, plain JSON. */
export interface Registration {
  readonly tenant: string;
  readonly id: string;
  readonly information: readonly RegistrationInfo[];
  readonly mode: RegistrationMode;
  /** Members of the standard that hold no names, as given. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Context source properties, by expanded name. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

const textMember = (registration: Registration, name: string): string | undefined => {
  const value = registration.members[name];
  return typeof value === 'string' ? value : undefined;
};

/** Whether a registration is past its `expiresAt`. */
export const isExpired = (registration: Registration, nowMs: number): boolean => {
  const expiresAt = textMember(registration, 'expiresAt');
  return expiresAt !== undefined && instantMs(expiresAt) <= nowMs;
};

/** Expanded names of all attributes of an information; undefined when it offers every one. */
export const attributeNamesOf = ({
  propertyNames,
  relationshipNames,
}: RegistrationInfo): readonly string[] | undefined =>
  propertyNames === undefined && relationshipNames === undefined
    ? undefined
    : [...(propertyNames ?? []), ...(relationshipNames ?? [])];
