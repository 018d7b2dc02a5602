import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anInstance, vocabulary } from '../../test/entity-builder.ts';
import type { HistoryEditor } from './history-editor.ts';
import type { TemporalStore } from './temporal-store.ts';

/** A fresh editor beside the store whose past it corrects. */
export interface HistoryEditorUnderTest {
  readonly editor: HistoryEditor;
  readonly temporal: TemporalStore;
  remove(): Promise<void>;
}

const entityId = 'urn:ngsi-ld:T:1';
const attribute = `${vocabulary}speed`;
const dataset = 'urn:ngsi-ld:dataset:b';
const at = (hour: number) => ({ observedAt: `2026-01-01T0${String(hour)}:00:00.000Z` });

/** What every history editor guarantees; see the port. */
export const describeHistoryEditor = (
  name: string,
  open: () => HistoryEditorUnderTest | Promise<HistoryEditorUnderTest>,
): void => {
  describe(`${name} as history editor`, () => {
    let store: HistoryEditorUnderTest;
    beforeEach(async () => {
      store = await open();
      const instances = [
        anInstance(1, at(1)),
        anInstance(2, at(2)),
        anInstance(3, { ...at(3), datasetId: dataset }),
      ];
      for (const tenant of ['', 'bonn'])
        await store.temporal.addHistory(
          tenant,
          { id: entityId, types: ['urn:T'] },
          { [attribute]: instances },
        );
    });
    afterEach(() => store.remove());

    const past = async (tenant = '') =>
      (await store.temporal.find(tenant, entityId, { property: 'observedAt' }, 100))?.attributes[attribute];
    const values = async (tenant?: string) => (await past(tenant))?.map(({ value }) => value);
    const instanceIdOf = async (index: number) => (await past())?.[index]?.instanceId ?? '';

    it('removes all past instances of an entity of one tenant', async () => {
      expect(await store.editor.removeEntity('', entityId)).toBe(true);
      expect(await values()).toBeUndefined();
      expect(await values('bonn')).toEqual([1, 2, 3]);
      expect(await store.editor.removeEntity('', entityId)).toBe(false);
    });

    it('removes the default instances of an attribute, those of a dataset, or all', async () => {
      expect(await store.editor.removeAttribute('', { entityId, attribute, datasetId: dataset })).toBe(true);
      expect(await values()).toEqual([1, 2]);
      expect(await store.editor.removeAttribute('bonn', { entityId, attribute })).toBe(true);
      expect(await values('bonn')).toEqual([3]);
      expect(await store.editor.removeAttribute('', { entityId, attribute, datasetId: 'all' })).toBe(true);
      expect(await store.editor.removeAttribute('', { entityId, attribute, datasetId: 'all' })).toBe(false);
    });

    it('changes nothing when the change is refused for one of several instances, and no other write', async () => {
      const own = 'urn:ngsi-ld:instance:own';
      const [first, second] = [anInstance(8, at(8)), anInstance(9, at(9))];
      await store.temporal.addHistory(
        '',
        { id: entityId, types: ['urn:T'] },
        {
          [attribute]: [
            { ...first, instanceId: own },
            { ...second, instanceId: own, unitCode: 'KMH' },
          ],
        },
      );
      const target = { entityId, attribute, instanceId: own };
      const neighbour = store.editor.removeInstance('', {
        entityId,
        attribute,
        instanceId: await instanceIdOf(0),
      });
      const refused = store.editor.modifyInstance('', target, (before) => {
        if (before.value === 9) throw new Error('refused');
        return { ...before, value: 0 };
      });
      await expect(refused).rejects.toThrow('refused');
      expect(await neighbour).toBe(true);
      // Of instances with the same id one is shown.
      expect(await values()).toEqual([2, 3, 8]);
    });

    it('removes one instance', async () => {
      const target = { entityId, attribute, instanceId: await instanceIdOf(1) };
      expect(await store.editor.removeInstance('', target)).toBe(true);
      expect(await values()).toEqual([1, 3]);
      expect(await store.editor.removeInstance('', target)).toBe(false);
    });

    it('leaves other attributes of the same time as they were', async () => {
      const other = `${vocabulary}weight`;
      const owner = { id: 'urn:ngsi-ld:T:2', types: ['urn:T'] };
      const both = { [attribute]: [anInstance(1, at(1))], [other]: [anInstance(7, at(1))] };
      await store.temporal.addHistory('', owner, both);
      expect(await store.editor.removeAttribute('', { entityId: owner.id, attribute })).toBe(true);
      const left = await store.temporal.find('', owner.id, { property: 'observedAt' }, 100);
      expect(left?.attributes).toMatchObject({ [other]: [{ value: 7, ...at(1) }] });
      expect(Object.keys(left?.attributes ?? {})).toEqual([other]);
    });

    it('modifies one instance, which keeps its id and date of creation', async () => {
      const target = { entityId, attribute, instanceId: await instanceIdOf(0) };
      const createdAt = (await past())?.[0]?.createdAt;
      const change = () => anInstance(9, at(4));
      expect(await store.editor.modifyInstance('', target, change)).toBe(true);
      expect((await past())?.at(-1)).toMatchObject({
        value: 9,
        createdAt,
        instanceId: target.instanceId,
        ...at(4),
      });
      expect(await values('bonn')).toEqual([1, 2, 3]);
      const unknown = { ...target, instanceId: 'urn:none' };
      expect(await store.editor.modifyInstance('', unknown, change)).toBe(false);
    });
  });
};
