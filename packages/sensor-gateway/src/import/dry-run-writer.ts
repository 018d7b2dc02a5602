import type { EntityWriter } from '../entity-writer.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { NgsiLdEntity } from '../ngsi-ld-entity.ts';
import type { SchemaFinding, SchemaValidator } from '../schema/schema-validator.ts';

const MAX_FINDINGS = 100;

/** A writer that stores nothing; with a validator it collects deviations from the schema. */
export const dryRunWriter = ({
  mapping,
  validator,
}: {
  readonly mapping: Mapping;
  readonly validator?: SchemaValidator;
}): { readonly writer: EntityWriter; findings(): readonly SchemaFinding[] | undefined } => {
  const found = new Map<string, SchemaFinding>();
  const suppliedElsewhere = mapping.entity.suppliedElsewhere ?? [];
  let isChecked = false;

  const check = (entity: NgsiLdEntity): void => {
    const findings = validator?.validate(entity, suppliedElsewhere);
    if (findings === undefined) return;
    isChecked = true;
    for (const finding of findings) {
      const key = `${finding.pointer} ${finding.detail}`;
      const known = found.get(key);
      if (known !== undefined) found.set(key, { ...known, count: known.count + 1 });
      else if (found.size < MAX_FINDINGS) found.set(key, { ...finding, entityId: entity.id, count: 1 });
    }
  };

  return {
    writer: {
      write: (entities) => {
        entities.forEach(check);
        return Promise.resolve([]);
      },
    },
    findings: () => (isChecked ? [...found.values()] : undefined),
  };
};
