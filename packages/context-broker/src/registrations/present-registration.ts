import type { CompiledContext } from '@allmende/jsonld';
import type { EntityInfo, Registration, RegistrationInfo } from './registration.ts';

type Json = Readonly<Record<string, unknown>>;

const entityInfo = ({ types, ...rest }: EntityInfo, { compact }: CompiledContext): Json => {
  const [first, ...others] = types.map((type) => (type === '*' ? '*' : compact(type)));
  return { ...rest, type: others.length === 0 ? first : [first, ...others] };
};

const registrationInfo = (info: RegistrationInfo, context: CompiledContext): Json => {
  const { entities, propertyNames, relationshipNames } = info;
  return {
    ...(entities === undefined ? {} : { entities: entities.map((one) => entityInfo(one, context)) }),
    ...(propertyNames === undefined ? {} : { propertyNames: propertyNames.map(context.compact) }),
    ...(relationshipNames === undefined ? {} : { relationshipNames: relationshipNames.map(context.compact) }),
  };
};

/** A registration with the names of a context (§5.2.9). */
export const presentRegistration = (
  registration: Registration,
  context: CompiledContext,
  { sysAttrs }: { readonly sysAttrs: boolean },
): Json => {
  const { id, information, members, properties, createdAt, modifiedAt } = registration;
  return {
    id,
    type: 'ContextSourceRegistration',
    information: information.map((info) => registrationInfo(info, context)),
    ...members,
    ...Object.fromEntries(Object.entries(properties).map(([name, value]) => [context.compact(name), value])),
    ...(sysAttrs ? { createdAt, modifiedAt } : {}),
  };
};
