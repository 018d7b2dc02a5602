import { atOnce } from '@allmende/kernel';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { entities, queries, testContext } from '../../test/query-arbitraries.ts';
import type { Entity, EntityChange } from '../entities/entity.ts';
import { SubscriptionIndex } from './subscription-index.ts';
import { isTriggeredBy } from './subscription-trigger.ts';
import { notificationTriggers, type Subscription } from './subscription.ts';

const names = ['a', 'b', 'c', 'd'].map((name) => testContext.expand(name));
const tenants = fc.constantFrom('', 'bonn');

const subscriptions: fc.Arbitrary<Subscription> = fc
  .record(
    {
      tenant: tenants,
      queries: fc.array(queries, { minLength: 1, maxLength: 3 }),
      watched: fc.subarray(names, { minLength: 1 }),
      notificationTrigger: fc.subarray([...notificationTriggers], { minLength: 1 }),
      isActive: fc.boolean(),
      timeInterval: fc.constant(60),
    },
    { requiredKeys: ['tenant', 'queries'] },
  )
  .map(({ tenant, queries: parts, watched, ...rest }) => ({
    tenant,
    document: {
      id: 'urn:s',
      type: 'Subscription',
      notification: { endpoint: { uri: 'http://receiver.example' } },
      ...rest,
    },
    context: undefined,
    queries: parts,
    ...(watched === undefined ? {} : { watched }),
    shown: {},
    createdAt: '',
    modifiedAt: '',
  }));

/** A change from one state to another, of one entity; created and deleted ones lack a side. */
const changes: fc.Arbitrary<EntityChange> = fc
  .tuple(tenants, fc.option(entities, { nil: undefined }), entities, fc.boolean())
  .map(([tenant, other, entity, isDeletion]) => {
    const former: Entity | undefined = other && { ...other, id: entity.id };
    const [before, after] = isDeletion ? [entity, undefined] : [former, entity];
    const changed = names.filter((name) => before?.attributes[name] !== after?.attributes[name]);
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

it('finds what a look at all subscriptions finds, also after some were removed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(subscriptions, fc.boolean()), { maxLength: 30 }),
      fc.array(changes, { minLength: 1, maxLength: 5 }),
      (given, happened) => {
        const index = new SubscriptionIndex<{ readonly subscription: Subscription }>();
        const entries = given.map(([subscription, stays]) => ({ subscription, stays }));
        for (const entry of entries) index.add(entry);
        for (const entry of entries.filter(({ stays }) => !stays)) index.remove(entry);
        for (const change of happened) {
          const scanned = entries.filter((entry) => entry.stays && isConcerned(entry, change));
          const found = [...index.candidates(change)].filter((entry) => isConcerned(entry, change));
          expect(new Set(found)).toEqual(new Set(scanned));
          expect(found).toHaveLength(scanned.length);
        }
        for (const entry of entries.filter(({ stays }) => stays)) index.remove(entry);
        expect(index.isEmpty).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});
