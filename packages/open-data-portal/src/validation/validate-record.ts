import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import { createAddresses } from '../rdf/addresses.ts';
import { recordQuads } from '../rdf/record-quads.ts';
import { checkCompleteness } from './check-completeness.ts';
import { checkValues } from './check-values.ts';
import { findingOf, type RecordFinding } from './finding.ts';
import { memberOf, pathOfNode } from './model-path.ts';
import { messageOf } from './shacl-messages.ts';
import type { ShaclResult, ShaclValidator } from './shacl-validator.ts';

/** Where the entry is does not matter for the check. */
const addresses = createAddresses('https://entry.invalid');

/** Pointer to what a result is about; what cannot be placed is about the entry as a whole. */
const pathOfResult = (
  record: CatalogueRecord,
  quads: ReturnType<typeof recordQuads>,
  result: ShaclResult,
): string => {
  const subject = addresses.record(record.kind, record.id);
  const path = pathOfNode({ quads, content: record.content, subject }, result.focusNode) ?? '';
  const member = memberOf(result.path);
  return member === undefined ? path : `${path}/${member}`;
};

const fromShacl = (
  record: CatalogueRecord,
  quads: ReturnType<typeof recordQuads>,
  result: ShaclResult,
): RecordFinding => {
  const path = pathOfResult(record, quads, result);
  const { field } = findingOf(path, result.severity, { de: '', en: '' });
  return findingOf(path, result.severity, messageOf(field, result));
};

const order = { violation: 0, warning: 1, info: 2 } as const;

/** One finding for each place and message: several shapes say the same. */
const distinct = (findings: readonly RecordFinding[]): readonly RecordFinding[] => [
  ...new Map(findings.map((finding) => [`${finding.path} ${finding.message}`, finding])).values(),
];

/**
 * What an entry lacks to be published: the shapes of DCAT-AP.de 3.0 on the graph that would be exported, values that
 * are not what their members say, and recommendations. Worst first.
 */
export const validateRecord =
  ({ validate }: ShaclValidator) =>
  async (record: CatalogueRecord): Promise<readonly RecordFinding[]> => {
    const quads = recordQuads([record], addresses);
    const results = await validate(quads);
    const findings = [
      ...results.map((result) => fromShacl(record, quads, result)),
      ...checkValues(record.content),
      ...checkCompleteness(record),
    ];
    return distinct(findings).toSorted((one, other) => order[one.severity] - order[other.severity]);
  };
