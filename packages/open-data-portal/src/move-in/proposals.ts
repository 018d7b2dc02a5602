import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from '../catalogue/dataset.ts';
import type { Proposal } from '../catalogue/proposal.ts';
import { proposeAddresses } from './address-proposals.ts';
import { createFinding, type Finding } from './finding.ts';
import { proposeFrequency } from './frequency-proposals.ts';
import { proposeLicences } from './licence-proposals.ts';
import { proposeTheme } from './theme-proposals.ts';

/** What the data suggest for the empty fields of a record; `all` are the records it is compared with. */
export const proposalsFor = (record: DatasetRecord, all: readonly DatasetRecord[]): readonly Proposal[] =>
  [
    proposeTheme(record, all),
    proposeFrequency(record, all),
    ...proposeLicences(record, all),
    ...proposeAddresses(record),
  ].filter((proposal) => proposal !== undefined);

const gapsOf = ({ content }: DatasetRecord): readonly Finding[] => [
  ...(content.themes.length === 0 ? [createFinding('theme-missing')] : []),
  ...(content.accrualPeriodicity === undefined ? [createFinding('frequency-missing')] : []),
];

/** Records with the proposals for what they lack, and the gaps of each by the source's name of it. */
export const withProposals = (
  records: readonly DatasetRecord[],
): {
  readonly records: readonly DatasetRecord[];
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
} => ({
  records: records.map((record) => {
    const proposals = proposalsFor(record, records);
    return proposals.length === 0 ? record : { ...record, proposals };
  }),
  findings: new Map(records.map((record) => [record.origin?.identifier ?? record.id, gapsOf(record)])),
});

const inDistribution = (distribution: Distribution, { field, values }: Proposal): Distribution => {
  const [value] = values;
  if (field === 'accessUrls') return { ...distribution, accessUrls: values };
  return field === 'licence' && value !== undefined ? { ...distribution, licence: value } : distribution;
};

const inContent = (content: Dataset, proposal: Proposal): Dataset => {
  const [value] = proposal.values;
  if (proposal.field === 'themes') return { ...content, themes: proposal.values };
  if (proposal.field === 'accrualPeriodicity')
    return value === undefined ? content : { ...content, accrualPeriodicity: value };
  return {
    ...content,
    distributions: content.distributions.map((one) =>
      one.id === proposal.distribution ? inDistribution(one, proposal) : one,
    ),
  };
};

const remaining = (record: DatasetRecord, gone: readonly Proposal[]): DatasetRecord => {
  const { proposals = [], ...others } = record;
  const left = proposals.filter((proposal) => !gone.includes(proposal));
  return left.length === 0 ? others : { ...others, proposals: left };
};

const chosenOf = ({ proposals = [] }: DatasetRecord, ids: readonly string[] | 'all'): readonly Proposal[] =>
  ids === 'all' ? proposals : proposals.filter(({ id }) => ids.includes(id));

/** The record with the chosen proposals applied; they are no longer proposals then. */
export const acceptProposals = (record: DatasetRecord, ids: readonly string[] | 'all'): DatasetRecord => {
  const chosen = chosenOf(record, ids);
  const content = chosen.reduce(inContent, record.content);
  return { ...remaining(record, chosen), content };
};

/** The record without the proposals that a person does not want. */
export const dismissProposals = (record: DatasetRecord, ids: readonly string[] | 'all'): DatasetRecord =>
  remaining(record, chosenOf(record, ids));
