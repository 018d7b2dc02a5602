import { atOnce } from '@allmende/kernel';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { aims } from '../../test/access-arbitraries.ts';
import { entities, location, queries, testContext } from '../../test/query-arbitraries.ts';
import type { Entity, EntityChange } from '../entities/entity.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { SubscriptionIndex } from './subscription-index.ts';
import { isTriggeredBy } from './subscription-trigger.ts';
import { notificationTriggers, type Subscription } from './subscription.ts';

const names = ['a', 'b', 'c', 'd'].map((name) => testContext.expand(name));
const tenants = fc.constantFrom('', 'bonn');

const plainDocument = {
  id: 'urn:s',
  type: 'Subscription',
  notification: { endpoint: { uri: 'http://receiver.example' } },
} as const;

const subscriptionsTo = (asked: fc.Arbitrary<EntityQuery>): fc.Arbitrary<Subscription> =>
  fc
    .record(
      {
        tenant: tenants,
        queries: fc.array(asked, { minLength: 1, maxLength: 3 }),
        watched: fc.subarray(names, { minLength: 1 }),
        notificationTrigger: fc.subarray([...notificationTriggers], { minLength: 1 }),
        isActive: fc.boolean(),
        timeInterval: fc.constant(60),
      },
      { requiredKeys: ['tenant', 'queries'] },
    )
    .map(({ tenant, queries: parts, watched, ...rest }) => ({
      tenant,
      document: { ...plainDocument, ...rest },
      context: undefined,
      queries: parts,
      ...(watched === undefined ? {} : { watched }),
      shown: {},
      createdAt: '',
      modifiedAt: '',
    }));

/** A change from one state to another, of one entity; created and deleted ones lack a side. */
const changesOf = (of: fc.Arbitrary<Entity>): fc.Arbitrary<EntityChange> =>
  fc
    .tuple(tenants, fc.option(of, { nil: undefined }), of, fc.boolean())
    .map(([tenant, other, entity, isDeletion]) => {
      const former: Entity | undefined = other && { ...other, id: entity.id };
      const [before, after] = isDeletion ? [entity, undefined] : [former, entity];
      const changed = [...names, location].filter(
        (name) => before?.attributes[name] !== after?.attributes[name],
      );
      return {
        tenant,
        entityId: entity.id,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
        changedAttributes: changed,
        at: '2026-01-02T00:00:00.000Z',
      };
    });

const isConcerned = ({ subscription }: { subscription: Subscription }, change: EntityChange): boolean =>
  subscription.document.isActive !== false &&
  atOnce(
    isTriggeredBy(subscription, change, () => undefined),
    'It',
  );

/** Compares with a look at all subscriptions; answers how often one was concerned. */
const expectAllFound = (
  given: readonly (readonly [Subscription, boolean])[],
  happened: readonly EntityChange[],
): number => {
  const index = new SubscriptionIndex<{ readonly subscription: Subscription }>();
  const entries = given.map(([subscription, stays]) => ({ subscription, stays }));
  let hits = 0;
  for (const entry of entries) index.add(entry);
  for (const entry of entries.filter(({ stays }) => !stays)) index.remove(entry);
  for (const change of happened) {
    const scanned = entries.filter((entry) => entry.stays && isConcerned(entry, change));
    const found = [...index.candidates(change)].filter((entry) => isConcerned(entry, change));
    expect(new Set(found)).toEqual(new Set(scanned));
    expect(found).toHaveLength(scanned.length);
    hits += scanned.length;
  }
  for (const entry of entries.filter(({ stays }) => stays)) index.remove(entry);
  expect(index.isEmpty).toBe(true);
  return hits;
};

it('finds what a look at all subscriptions finds, also after some were removed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(subscriptionsTo(queries), fc.boolean()), { maxLength: 30 }),
      fc.array(changesOf(entities), { minLength: 1, maxLength: 5 }),
      (given, happened) => {
        expectAllFound(given, happened);
      },
    ),
    { numRuns: 3000 },
  );
});

const selections: fc.Arbitrary<Partial<EntityQuery>> = fc.constantFrom(
  {},
  {},
  { types: [[testContext.expand('T')]] },
  { types: [[testContext.expand('T'), testContext.expand('U')], [testContext.expand('U')]] },
);

/** Subscriptions that only their queries keep from a change. */
const aimedAt = (asked: fc.Arbitrary<Partial<EntityQuery>>): fc.Arbitrary<Subscription> =>
  fc.array(fc.tuple(selections, asked), { minLength: 1, maxLength: 2 }).map((parts) => ({
    tenant: '',
    document: { ...plainDocument, notificationTrigger: notificationTriggers },
    context: undefined,
    queries: parts.map(([selection, query]) => ({ ...selection, ...query, limit: 1000, offset: 0 })),
    shown: {},
    createdAt: '',
    modifiedAt: '',
  }));

const staying = fc.constantFrom(true, true, true, false);

it.each(aims)('finds by $name what a look at all subscriptions finds', (aim) => {
  const runs = 1000;
  let hits = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(aimedAt(aim.queries), staying), { minLength: 3, maxLength: 10 }),
      fc.array(changesOf(aim.entities), { minLength: 2, maxLength: 4 }),
      (given, happened) => {
        hits += expectAllFound(
          given,
          happened.map((change) => ({ ...change, tenant: '' })),
        );
      },
    ),
    { numRuns: runs },
  );
  // An arbitrary whose queries and entities never meet would prove nothing.
  expect(hits).toBeGreaterThan(runs);
});
