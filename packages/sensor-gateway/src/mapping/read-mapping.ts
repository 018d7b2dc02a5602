import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { DomainError, type Finding } from '@allmende/kernel';
import { importProblems } from '../problems.ts';
import { knownCoordinateSystems } from './coordinates.ts';
import { isDateFormat } from './date-time-parser.ts';
import type { AttributeMapping, Mapping } from './mapping.ts';
import schema from './mapping.schema.json' with { type: 'json' };
import { templateProblem } from './template.ts';
import { isTimeZone } from './time-zone.ts';
import { isKnownUnit, unitConversion } from './unit-codes.ts';

type Report = (pointer: string, detail: string) => void;

const matchesSchema = new Ajv2020({ allErrors: true, strict: false }).compile<Mapping>(schema);

const schemaFinding = ({ instancePath, keyword, message = '', params }: ErrorObject): Finding => {
  const extra = keyword === 'additionalProperties' ? ` ("${String(params['additionalProperty'])}")` : '';
  const choice = keyword === 'enum' ? `: ${(params['allowedValues'] as readonly unknown[]).join(', ')}` : '';
  return { pointer: instancePath, detail: `${message}${extra}${choice}` };
};

/** Findings about parts of a rule that already stand for themselves. */
const isEcho = ({ keyword }: ErrorObject): boolean => ['if', 'anyOf', 'propertyNames'].includes(keyword);

const valueSources = ['from', 'constant', 'template', 'compute', 'point', 'languages', 'list'] as const;

const checkUnit = (unit: AttributeMapping['unit'], report: (detail: string) => void): void => {
  if (unit === undefined) return;
  const symbols = typeof unit === 'string' ? [unit] : [unit.from, unit.to];
  const unknown = symbols.filter((symbol) => !isKnownUnit(symbol));
  for (const symbol of unknown) report(`"${symbol}" is not a known unit`);
  if (unknown.length === 0 && typeof unit !== 'string' && unitConversion(unit.from, unit.to) === undefined) {
    report(`${unit.from} cannot be converted to ${unit.to}`);
  }
};

const checkSource = (attribute: AttributeMapping, report: (detail: string) => void): void => {
  const given = valueSources.filter((source) => attribute[source] !== undefined);
  if (given.length === 1) return;
  const found = given.length === 0 ? 'none is' : `${given.join(' and ')} are`;
  report(`exactly one of ${valueSources.join(', ')} is needed, and ${found} given`);
};

const needsNumber = ({ scale, range, unit }: AttributeMapping): boolean =>
  scale !== undefined || range !== undefined || typeof unit === 'object';

const yieldsNumber = ({ as, compute }: AttributeMapping): boolean =>
  as === 'number' || as === 'integer' || compute !== undefined;

const yieldsGeometry = ({ as, point }: AttributeMapping): boolean => as === 'geometry' || point !== undefined;

const checkForm = (attribute: AttributeMapping, report: Report): void => {
  const { as, split, list, from, format, geometryType } = attribute;
  if (needsNumber(attribute) && !yieldsNumber(attribute)) {
    report('', 'scale, range and unit conversion need "as": number or integer');
  }
  if (split !== undefined && (list ?? from) === undefined) report('/split', 'goes with from or list');
  if (format !== undefined && as !== 'date' && as !== 'date-time') {
    report('/format', 'goes with "as": date or date-time');
  }
  if (geometryType !== undefined && !yieldsGeometry(attribute)) {
    report('/geometryType', 'goes with "as": geometry');
  }
};

const checkTexts = (attribute: AttributeMapping, report: Report): void => {
  for (const member of ['template', 'datasetId'] as const) {
    const problem = templateProblem(attribute[member] ?? '');
    if (problem !== undefined) report(`/${member}`, problem);
  }
  if (attribute.format !== undefined && !isDateFormat(attribute.format)) {
    report('/format', `"${attribute.format}" is not a date format such as dd.MM.yyyy HH:mm`);
  }
};

const checkAttribute = (attribute: AttributeMapping, mapping: Mapping, report: Report): void => {
  checkSource(attribute, (detail) => report('', detail));
  checkForm(attribute, report);
  checkUnit(attribute.unit, (detail) => report('/unit', detail));
  checkTexts(attribute, report);
  const { history = 'none', languages, kind } = attribute;
  if (history !== 'none' && mapping.observedAt === undefined) report('/history', 'needs observedAt');
  if ((languages !== undefined) !== (kind === 'LanguageProperty')) {
    report('/kind', 'LanguageProperty and languages go together');
  }
};

const checkPlace = ({ crs, area }: Mapping, report: Report): void => {
  if (crs !== undefined && !knownCoordinateSystems.includes(crs)) {
    report('/crs', `"${crs}" is not one of ${knownCoordinateSystems.join(', ')}`);
  }
  if (area !== undefined && !(area[0] < area[2] && area[1] < area[3])) {
    report('/area', 'must be west, south, east, north');
  }
};

const checkTime = ({ timeZone, observedAt }: Mapping, report: Report): void => {
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    report('/timeZone', `"${timeZone}" is not an IANA time zone such as Europe/Berlin`);
  }
  if (observedAt?.format !== undefined && !isDateFormat(observedAt.format)) {
    report('/observedAt/format', `"${observedAt.format}" is not a date format such as dd.MM.yyyy HH:mm`);
  }
};

const checkMapping = (mapping: Mapping, report: Report): void => {
  checkTime(mapping, report);
  checkPlace(mapping, report);
  const idProblem = templateProblem(mapping.entity.id);
  if (idProblem !== undefined) report('/entity/id', idProblem);
  for (const [name, attribute] of Object.entries(mapping.attributes)) {
    checkAttribute(attribute, mapping, (pointer, detail) => report(`/attributes/${name}${pointer}`, detail));
  }
  for (const name of Object.keys(mapping.provenance ?? {})) {
    if (name in mapping.attributes) report(`/provenance/${name}`, 'is also one of the attributes');
  }
};

const refusal = (findings: readonly Finding[]): DomainError => {
  const detail = findings
    .map((finding) => `${finding.pointer || 'the mapping'}: ${finding.detail}`)
    .join('; ');
  return new DomainError(importProblems.invalidMapping, detail, { findings });
};

/** Checks a parsed mapping file; refuses it with all findings (`invalid-mapping`). */
export const readMapping = (json: unknown): Mapping => {
  if (!matchesSchema(json)) {
    const errors = matchesSchema.errors ?? [];
    const plain = errors.filter((error) => !isEcho(error));
    throw refusal((plain.length === 0 ? errors : plain).map(schemaFinding));
  }
  const findings: Finding[] = [];
  checkMapping(json, (pointer, detail) => findings.push({ pointer, detail }));
  if (findings.length > 0) throw refusal(findings);
  return json;
};
