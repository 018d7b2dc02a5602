import type { EntitySource } from '../entity-source.ts';
import { EntityWatcher, type WatcherParts } from '../entity-watcher.ts';
import type { MonitoringStores } from '../stores/monitoring-stores.ts';
import type { Watching } from './watching.ts';

export interface WatchAloneParts<Transaction> extends Omit<
  WatcherParts<Transaction>,
  'write' | 'isInForceWithin' | 'catchUp'
> {
  readonly stores: MonitoringStores<Transaction>;
  readonly entities: EntitySource;
}

/** Rules of the only process of a database: it hears of every change itself, and knows of all rules. */
export const watchAlone = <Transaction>(parts: WatchAloneParts<Transaction>): Watching => {
  const { stores, entities, clock } = parts;
  const watcher = new EntityWatcher({
    ...parts,
    write: (work) => stores.write(work),
    isInForceWithin: () => true,
    catchUp: () => Promise.resolve(),
  });
  const ends: (() => void)[] = [];
  return {
    follower: {
      adopt: (rule) => {
        watcher.adopt(rule);
      },
      relabel: (rule) => {
        watcher.relabel(rule);
      },
      drop: (ruleId) => {
        watcher.drop(ruleId);
      },
      recover: (ruleId) => watcher.recover(ruleId),
      review: async (ruleId) => {
        await watcher.review(ruleId);
        await watcher.settled();
      },
    },
    start: async () => {
      await watcher.load();
      ends.push(
        entities.onChange((changes) => {
          watcher.onChanges(changes);
        }),
      );
    },
    tick: () => {
      watcher.onTick(clock.now());
    },
    settled: () => watcher.settled(),
    stop: () => {
      for (const end of ends.splice(0)) end();
      return watcher.settled();
    },
  };
};
