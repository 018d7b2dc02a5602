import type { AttributeSummary } from '../../api/client.ts';
import type { Entity } from '../../api/entity.ts';
import { cityType } from '../../city/index.ts';

const mostColumns = 6;
const longestText = 40;

/** Numbers, truth values and texts of a few words; sentences, web addresses and structures belong on the entity's page. */
const isShort = (sample: unknown): boolean =>
  typeof sample === 'string'
    ? sample.length <= longestText && !/^https?:/u.test(sample)
    : typeof sample !== 'object';

/** The attributes worth a column: plain values, the type's headline first, then numbers, then the rest. */
export const resultColumns = (
  type: string,
  attributes: readonly AttributeSummary[],
  samples: readonly Entity[],
): readonly string[] => {
  const { headline } = cityType(type);
  const sampleOf = (name: string): unknown =>
    samples.find((entity) => entity[name] !== undefined && entity[name] !== null)?.[name];
  const rank = (name: string): number => {
    const place = headline.indexOf(name);
    if (place !== -1) return place;
    return headline.length + (typeof sampleOf(name) === 'number' ? 0 : 1);
  };
  return attributes
    .filter(({ kinds }) => !kinds.includes('GeoProperty'))
    .map(({ name }) => name)
    .filter((name) => name !== 'name' && name !== 'title' && isShort(sampleOf(name)))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostColumns);
};
