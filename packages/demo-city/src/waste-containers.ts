import seed from '../seed/waste-containers.json' with { type: 'json' };
import { distinctSlugs } from './ngsi-ld.ts';

/** How the containers of one kind are named in ids and in the Smart Data Model, and how often they are emptied. */
interface ContainerKind {
  readonly prefix: string;
  readonly storedWasteKind: string;
  /** Days between two emptyings; an assumption, the sources do not tell. */
  readonly emptyingDays: number;
}

const glass: ContainerKind = { prefix: 'glas', storedWasteKind: 'glass', emptyingDays: 7 };

const kinds: Readonly<Record<string, ContainerKind>> = {
  Glascontainer: glass,
  Altkleidercontainer: { prefix: 'altkleider', storedWasteKind: 'other', emptyingDays: 7 },
  'Elektrokleingeräte-Container': { prefix: 'elektro', storedWasteKind: 'electronics', emptyingDays: 14 },
};

const kindOf = (name: string): ContainerKind => kinds[name] ?? glass;

const keys = distinctSlugs(seed.containers.map(({ kind, site }) => `${kindOf(kind).prefix} ${site}`));

/** The city's containers; the key is kind and site. */
export const wasteContainers = seed.containers.map((container, index) => ({
  ...container,
  ...kindOf(container.kind),
  key: keys[index] ?? '',
  name: `${container.kind} ${container.site}`,
  origin: seed,
}));
