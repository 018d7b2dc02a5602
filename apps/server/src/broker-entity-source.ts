import type { BrokerParts, Entity, EntityChange } from '@allmende/context-broker';
import type { EntitySource, ObservedChange, ObservedEntity } from '@allmende/monitoring';

const DEFAULT_CONTEXT = 'https://uri.etsi.org/ngsi-ld/default-context/';

/** At most so many entities of a type are looked at when a rule starts. */
const LIMIT = 100_000;

const expanded = (name: string): string => (name.includes(':') ? name : DEFAULT_CONTEXT + name);

const observed = (entity: Entity): ObservedEntity => ({
  id: entity.id,
  types: entity.types,
  attributes: Object.fromEntries(
    Object.entries(entity.attributes).flatMap(([name, instances]) => {
      const instance = instances.find(({ datasetId }) => datasetId === undefined);
      if (instance === undefined) return [];
      return [[name, { value: instance.value, at: instance.observedAt ?? instance.modifiedAt }]];
    }),
  ),
});

const observedChange = ({ tenant, entityId, after, changedAttributes }: EntityChange): ObservedChange => ({
  tenant,
  entityId,
  ...(after === undefined ? {} : { entity: observed(after) }),
  changedAttributes,
});

/** A change with what was before, for those who hold no memory of it. */
export const recordedChange = (change: EntityChange): ObservedChange => ({
  ...observedChange(change),
  ...(change.before === undefined ? {} : { before: observed(change.before) }),
});

/** The broker as monitoring's source of entities. */
export const brokerEntitySource = ({ entities, onChange }: BrokerParts): EntitySource => ({
  onChange: (listener) =>
    onChange((changes) => {
      listener(changes.map(observedChange));
    }),
  find: async (tenant, entityId) => {
    const entity = await entities.find(tenant, entityId);
    return entity === undefined ? undefined : observed(entity);
  },
  byType: async (tenant, type) => {
    const page = await entities.query(tenant, {
      types: [[expanded(type)]],
      limit: LIMIT,
      offset: 0,
    });
    return page.entities.map(observed);
  },
});
