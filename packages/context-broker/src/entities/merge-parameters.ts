import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject } from '@allmende/kernel';
import { optionsOf, type Parameters } from '../query-language/entity-parameters.ts';
import { invalidOption, invalidParameter } from '../query-language/problems.ts';
import { isGeometry } from '../query-language/geometry.ts';
import { NGSI_LD_NULL, valueMemberOf } from './attribute-members.ts';
import { isDateTime, utcTime } from './date-time.ts';
import { isLanguageTag } from './value-parser.ts';
import type { AttributeInstance, Entity } from './entity.ts';

/** How the body of a merge is meant (§5.6.17, §6.5.3.4). */
export interface MergeParameters {
  readonly isSimplified: boolean;
  /** The natural language of texts that are given for LanguageProperties. */
  readonly lang?: string;
  /** When attributes that carry a time were observed, unless they say so themselves. */
  readonly observedAt?: string;
}

const formats: ReadonlySet<string> = new Set(['normalized', 'concise', 'simplified', 'keyValues']);

export const parseMergeParameters = (given: Parameters): MergeParameters => {
  const options = optionsOf(given);
  for (const option of options) if (!formats.has(option)) throw invalidOption('options', option);
  const { lang, observedAt } = given;
  if (observedAt !== undefined && !isDateTime(observedAt))
    throw invalidParameter('observedAt', `${utcTime} is expected`);
  if (lang !== undefined && !isLanguageTag(lang))
    throw invalidParameter('lang', 'a language tag such as de or en-GB is expected');
  return {
    isSimplified: options.has('simplified') || options.has('keyValues'),
    ...(lang === undefined ? {} : { lang }),
    ...(observedAt === undefined ? {} : { observedAt }),
  };
};

const entityMembers: ReadonlySet<string> = new Set([
  'id',
  '@id',
  'type',
  '@type',
  'scope',
  'expiresAt',
  '@context',
]);

/** A plain value as an instance of the kind that is stored; what is new is a Property or a GeoProperty. */
const instanceOf = (given: unknown, stored: AttributeInstance | undefined): unknown => {
  if (given === NGSI_LD_NULL) return given;
  const kind = stored?.kind ?? (isGeometry(given) ? 'GeoProperty' : 'Property');
  return { type: kind, [valueMemberOf[kind]]: given };
};

const understood = (
  given: unknown,
  stored: AttributeInstance | undefined,
  { isSimplified, lang, observedAt }: MergeParameters,
): unknown => {
  const isText = typeof given === 'string' && given !== NGSI_LD_NULL;
  const full =
    lang !== undefined && stored?.kind === 'LanguageProperty' && isText
      ? { type: 'LanguageProperty', languageMap: { [lang]: given } }
      : isSimplified
        ? instanceOf(given, stored)
        : given;
  if (observedAt === undefined || stored?.observedAt === undefined || full === NGSI_LD_NULL) return full;
  if (!isJsonObject(full)) return { type: 'Property', value: full, observedAt };
  return full['observedAt'] === undefined ? { ...full, observedAt } : full;
};

/** The body of a merge in normalized or concise form, by what is stored of the entity. */
export const normalizedForMerge = (
  body: unknown,
  stored: Entity | undefined,
  { parameters, context }: { readonly parameters: MergeParameters; readonly context: CompiledContext },
): unknown =>
  isJsonObject(body)
    ? Object.fromEntries(
        Object.entries(body).map(([name, given]) => {
          if (entityMembers.has(name)) return [name, given];
          const instances = stored?.attributes[context.expand(name)];
          const own = instances?.find(({ datasetId }) => datasetId === undefined);
          return [name, understood(given, own, parameters)];
        }),
      )
    : body;
