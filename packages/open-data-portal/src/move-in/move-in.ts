import { DomainError, type Clock } from '@allmende/kernel';
import type { Collection, DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import { createFinding, type Finding } from './finding.ts';
import type { MoveInExport } from './move-in-export.ts';
import { acceptProposals } from './proposals.ts';

/** What became of an entry of the export. */
export type Outcome = 'created' | 'changed' | 'unchanged' | 'refused';

export interface MovedEntry {
  readonly outcome: Outcome;
  /** As it is in the catalogue now. */
  readonly record: DatasetRecord;
  readonly findings: readonly Finding[];
}

export interface MoveInParts {
  readonly store: CatalogueStore;
  readonly clock: Clock;
}

export interface MoveInOptions {
  readonly tenant: string;
  /** Who is named in the revisions. */
  readonly actor: string;
  /** Applies every proposal: a person has read the report. */
  readonly acceptsProposals: boolean;
  /** Changes nothing; answers what would become of the entries. */
  readonly dryRun: boolean;
  readonly signal?: AbortSignal;
  onProgress?(done: number, all: number): void;
}

const moveCollections = async (
  { store }: MoveInParts,
  collections: readonly Collection[],
  { tenant }: MoveInOptions,
): Promise<void> => {
  for (const collection of collections) {
    const { kind, id, name } = collection;
    if ((await store.findCollection(tenant, kind, id)) !== undefined) continue;
    const isTaken = (await store.findCollection(tenant, kind, name)) !== undefined;
    await store.insertCollection(isTaken ? { ...collection, name: `${name}-${id.slice(-6)}` } : collection);
  }
};

/** What people filled in here, where the source still tells nothing. */
const keepFilled = (fresh: DatasetRecord, { content: known }: DatasetRecord): DatasetRecord => {
  const { content } = fresh;
  const licences = new Map(known.distributions.map((one) => [one.id, one]));
  return {
    ...fresh,
    content: {
      ...content,
      themes: content.themes.length === 0 ? known.themes : content.themes,
      ...(content.accrualPeriodicity === undefined && known.accrualPeriodicity !== undefined
        ? { accrualPeriodicity: known.accrualPeriodicity }
        : {}),
      distributions: content.distributions.map((one) => {
        const { licence, accessUrls = [] } = licences.get(one.id) ?? {};
        return {
          ...one,
          ...(one.licence === undefined && licence !== undefined ? { licence } : {}),
          accessUrls: one.accessUrls.length === 0 ? accessUrls : one.accessUrls,
        };
      }),
    },
  };
};

const isFilled = (
  { content }: DatasetRecord,
  { field, distribution }: NonNullable<DatasetRecord['proposals']>[number],
): boolean => {
  if (field === 'themes') return content.themes.length > 0;
  if (field === 'accrualPeriodicity') return content.accrualPeriodicity !== undefined;
  const found = content.distributions.find(({ id }) => id === distribution);
  return field === 'licence' ? found?.licence !== undefined : (found?.accessUrls.length ?? 0) > 0;
};

const withoutFilled = (record: DatasetRecord): DatasetRecord => {
  const { proposals = [], ...others } = record;
  const left = proposals.filter((proposal) => !isFilled(record, proposal));
  return left.length === 0 ? others : { ...others, proposals: left };
};

/** The next version of a known record: its name, state and place stay as people here have them. */
const renewed = (fresh: DatasetRecord, known: DatasetRecord, at: string): DatasetRecord => {
  const { id, name, state, groups, organisation, createdAt, version } = known;
  const kept = withoutFilled(keepFilled(fresh, known));
  return {
    ...kept,
    ...{ id, name, state, createdAt },
    groups: groups.length === 0 ? fresh.groups : groups,
    ...(organisation === undefined ? {} : { organisation }),
    version: version + 1,
    modifiedAt: at,
  };
};

const acceptable = ({ proposals = [] }: DatasetRecord, { acceptsProposals }: MoveInOptions): boolean =>
  acceptsProposals && proposals.length > 0;

const settle = (record: DatasetRecord, options: MoveInOptions): DatasetRecord =>
  acceptable(record, options) ? acceptProposals(record, 'all') : record;

const freeName = async ({ store }: MoveInParts, record: DatasetRecord): Promise<DatasetRecord> => {
  const { tenant, id, name } = record;
  const holder = await store.find(tenant, name);
  return holder === undefined ? record : { ...record, name: `${name.slice(0, 80)}-${id.slice(0, 8)}` };
};

const create = async (
  parts: MoveInParts,
  fresh: DatasetRecord,
  options: MoveInOptions,
): Promise<MovedEntry> => {
  const record = settle(await freeName(parts, fresh), options);
  const findings = record.name === fresh.name ? [] : [createFinding('name-changed', { value: record.name })];
  if (!options.dryRun) await parts.store.insert(record, options.actor);
  return { outcome: 'created', record, findings };
};

const moveRecord = async (
  parts: MoveInParts,
  fresh: DatasetRecord,
  options: MoveInOptions,
): Promise<MovedEntry> => {
  const { store, clock } = parts;
  const { source = '', identifier = '', checksum } = fresh.origin ?? {};
  const known = await store.findByOrigin(options.tenant, source, identifier);
  if (known?.kind !== 'dataset') return create(parts, fresh, options);
  const isSame = known.origin?.checksum === checksum;
  if (isSame && !acceptable(known, options)) return { outcome: 'unchanged', record: known, findings: [] };
  const at = new Date(clock.now()).toISOString();
  const next = isSame ? { ...known, version: known.version + 1, modifiedAt: at } : renewed(fresh, known, at);
  const record = settle(next, options);
  if (!options.dryRun) await store.replace(record, options.actor);
  return { outcome: 'changed', record, findings: [] };
};

/** A record that the store refuses does not keep the others out. */
const moveOrTell = async (
  parts: MoveInParts,
  record: DatasetRecord,
  options: MoveInOptions,
): Promise<MovedEntry> => {
  try {
    return await moveRecord(parts, record, options);
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    return { outcome: 'refused', record, findings: [createFinding('not-stored', { value: cause.message })] };
  }
};

/**
 * Brings a read export into the catalogue. The same export again changes nothing; what changed in the source becomes
 * a new version, in which values that people added here stay. Nothing is removed.
 */
export const moveIn = async (
  parts: MoveInParts,
  { records, collections }: MoveInExport,
  options: MoveInOptions,
): Promise<readonly MovedEntry[]> => {
  if (!options.dryRun) await moveCollections(parts, collections, options);
  const moved: MovedEntry[] = [];
  for (const record of records) {
    if (options.signal?.aborted === true) break;
    moved.push(await moveOrTell(parts, record, options));
    options.onProgress?.(moved.length, records.length);
  }
  return moved;
};
