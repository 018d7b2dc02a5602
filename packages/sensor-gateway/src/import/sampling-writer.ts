import type { EntityWriter } from '../entity-writer.ts';
import type { NgsiLdEntity } from '../ngsi-ld-entity.ts';

const SAMPLES = 3;

/** Passes entities on and remembers the first ones. */
export const sampling = (
  writer: EntityWriter,
): { readonly writer: EntityWriter; samples(): readonly NgsiLdEntity[] } => {
  const samples: NgsiLdEntity[] = [];
  return {
    writer: {
      write: (entities) => {
        samples.push(...entities.slice(0, SAMPLES - samples.length));
        return writer.write(entities);
      },
    },
    samples: () => samples,
  };
};
