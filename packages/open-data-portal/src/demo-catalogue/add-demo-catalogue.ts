import { moveIn, type MoveInParts } from '../move-in/move-in.ts';
import type { MoveInExport } from '../move-in/move-in-export.ts';
import { demoCatalogue } from './demo-catalogue.ts';

/** What is still there of the demo; what people have removed stays away. */
const remaining = async ({ store }: MoveInParts, demo: MoveInExport): Promise<MoveInExport> => {
  const found = await Promise.all(
    demo.records.map(({ origin }) => store.findByOrigin('', 'demo', origin?.identifier ?? '')),
  );
  return { ...demo, collections: [], records: demo.records.filter((_, index) => found[index] !== undefined) };
};

/**
 * Fills the catalogue of the default tenant with the demo city's datasets, once. Later it changes only the addresses of
 * distributions, if the server has moved to another one.
 */
export const addDemoCatalogue = async (parts: MoveInParts, baseUrl: string): Promise<void> => {
  const isEmpty = (await parts.store.listCollections('', 'organisation')).length === 0;
  const demo = demoCatalogue(baseUrl);
  const options = { tenant: '', actor: 'Demo', acceptsProposals: false, dryRun: false };
  await moveIn(parts, isEmpty ? demo : await remaining(parts, demo), options);
};
