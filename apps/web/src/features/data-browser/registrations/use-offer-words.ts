import type { EntityInfo, Registration, RegistrationInfo } from '../../../api/registrations.ts';
import { attributeName, cityType } from '../../../city/index.ts';
import { useLanguage, useText } from '../../../i18n/index.ts';
import { operationGroups } from './registration-fields.ts';
import { text } from './text.ts';

/** What a source offers, in words. */
export interface OfferWords {
  /** Types and attributes in one line. */
  readonly offers: string;
  readonly entities: string;
  readonly attributes: string;
  readonly operations: string;
}

export const useOfferWords = (): ((registration: Registration) => OfferWords) => {
  const t = useText(text);
  const { language } = useLanguage();
  const typeNames = ({ type }: EntityInfo): string =>
    [type]
      .flat()
      .map((one) => (one === '*' ? t('anyType') : cityType(one).names[language]))
      .join(', ');
  const entity = (info: EntityInfo): string => {
    if (info.id !== undefined) return `${typeNames(info)}: ${info.id}`;
    if (info.idPattern !== undefined)
      return t('matching', { type: typeNames(info), pattern: info.idPattern });
    return [info.type].flat().includes('*') ? t('anyType') : t('allOf', { type: typeNames(info) });
  };
  const entitiesOf = ({ entities }: RegistrationInfo): readonly string[] =>
    entities === undefined ? [t('anyType')] : entities.map(entity);
  const namesOf = ({ propertyNames = [], relationshipNames = [] }: RegistrationInfo): readonly string[] =>
    [...propertyNames, ...relationshipNames].map((name) => attributeName(name, language));
  const operation = (name: string): string => {
    const group = operationGroups.find((one) => one === name);
    return group === undefined ? name : t(`op_${group}`);
  };
  return ({ information, operations = ['federationOps'] }) => {
    const types = information.flatMap(({ entities }) => entities?.map(typeNames) ?? [t('anyType')]);
    const names = [...new Set(information.flatMap(namesOf))];
    const attributes = names.length === 0 ? t('anyAttribute') : names.join(', ');
    const joined = [...new Set(types)].join(', ');
    return {
      offers: names.length === 0 ? joined : `${joined}: ${attributes}`,
      entities: information.flatMap(entitiesOf).join('; '),
      attributes,
      operations: operations.map(operation).join(', '),
    };
  };
};
