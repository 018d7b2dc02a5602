import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject, type Finding } from '@allmende/kernel';
import { instantMs, isDateTime, utcTime } from '../entities/date-time.ts';
import { isName, refuseFindings } from '../entities/entity-parser.ts';
import { idExpected, isId, isUri } from '../entities/value-parser.ts';
import { badRequestData } from '../problems.ts';
import { isGeometry } from '../query-language/geometry.ts';
import { compilePattern } from '../query-language/safe-pattern.ts';
import { parseDuration } from '../temporal/duration.ts';
import { auxiliaryOperations, isOperation, singleOperations } from './operations.ts';
import {
  registrationModes,
  type EntityInfo,
  type Registration,
  type RegistrationInfo,
} from './registration.ts';

type Json = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => string | undefined;

const expected =
  (fits: (value: unknown) => boolean, detail: string): Check =>
  (value) =>
    fits(value) ? undefined : detail;

const text = expected((value) => typeof value === 'string' && value !== '', 'must be a text');
const geometry = expected(isGeometry, 'must be a GeoJSON geometry');
const duration = expected(
  (value) => typeof value === 'string' && parseDuration(value) !== undefined,
  'must be an ISO 8601 duration such as PT5M',
);
const positive = expected((value) => typeof value === 'number' && value > 0, 'must be greater than 0');
const flag = expected((value) => typeof value === 'boolean', 'must be true or false');

const interval = expected(
  (value) =>
    isJsonObject(value) &&
    isDateTime(value['startAt']) &&
    (value['endAt'] === undefined || isDateTime(value['endAt'])),
  'must have startAt, and may have endAt, in UTC',
);

const httpUri = expected((value) => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url?.protocol === 'http:' || url?.protocol === 'https:';
}, 'must be an http or https address');

const keyValues = expected(
  (value) =>
    Array.isArray(value) &&
    value.every(
      (pair) => isJsonObject(pair) && typeof pair['key'] === 'string' && typeof pair['value'] === 'string',
    ),
  'must be a list of {key, value}',
);

const mediaTypes: readonly unknown[] = ['application/json', 'application/ld+json'];

/** Keys of contextSourceInfo that mean something to the broker (§4.3.6.6). */
const infoChecks: Readonly<Record<string, Check>> = {
  accept: expected((value) => mediaTypes.includes(value), `must be one of ${mediaTypes.join(', ')}`),
  contentType: expected((value) => mediaTypes.includes(value), `must be one of ${mediaTypes.join(', ')}`),
  jsonldContext: httpUri,
  ngsildConformance: expected(
    (value) => typeof value === 'string' && /^1\.\d{1,2}$/u.test(value),
    'must be a version such as 1.5',
  ),
};

const contextSourceInfo: Check = (value) => {
  const detail = keyValues(value);
  if (detail !== undefined || !Array.isArray(value)) return detail;
  for (const pair of value.filter(isJsonObject)) {
    const key = String(pair['key']);
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u.test(key) || /[^\t\x20-\x7e\x80-\xff]/u.test(String(pair['value'])))
      return `"${key}" is not a header (§6.3.19)`;
    const wrong = Object.hasOwn(infoChecks, key) ? infoChecks[key]?.(pair['value']) : undefined;
    if (wrong !== undefined) return `${key} ${wrong}`;
  }
  return undefined;
};

const scopes = expected((value) => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return (
    all.length > 0 &&
    all.every((scope) => typeof scope === 'string' && /^\/?\p{L}[\p{L}\p{N}_/]*$/u.test(scope))
  );
}, 'must be a scope or a list of them');

const operations = expected(
  (value) => Array.isArray(value) && value.length > 0 && value.every(isOperation),
  'must be a list of operations or operation groups (§4.20)',
);

const managementChecks: Readonly<Record<string, Check>> = {
  localOnly: flag,
  cacheDuration: duration,
  timeout: positive,
  cooldown: positive,
};

const management: Check = (value) => {
  if (!isJsonObject(value)) return 'must be an object';
  for (const [name, member] of Object.entries(value)) {
    const detail = Object.hasOwn(managementChecks, name) ? managementChecks[name]?.(member) : 'is not known';
    if (detail !== undefined) return `${name} ${detail}`;
  }
  return undefined;
};

const datasetIds = expected(
  (value) => Array.isArray(value) && value.length > 0 && value.every((id) => id === '@none' || isUri(id)),
  'must be a list of URIs or @none',
);

/** Members of CSourceRegistration (§5.2.9) that hold no names. */
const memberChecks: Readonly<Record<string, Check>> = {
  registrationName: text,
  description: text,
  endpoint: httpUri,
  observationInterval: interval,
  managementInterval: interval,
  location: geometry,
  observationSpace: geometry,
  operationSpace: geometry,
  expiresAt: expected(isDateTime, `must be ${utcTime}`),
  contextSourceInfo,
  contextSourceAlias: text,
  datasetId: datasetIds,
  scope: scopes,
  operations,
  refreshRate: duration,
  management,
  localOnly: flag,
  tenant: text,
  hostAlias: text,
};

const ownMembers: ReadonlySet<string> = new Set([
  'id',
  'type',
  'information',
  'mode',
  '@context',
  'createdAt',
  'modifiedAt',
  'status',
  'timesSent',
  'timesFailed',
  'lastSuccess',
  'lastFailure',
]);

interface Parsing {
  readonly context: CompiledContext;
  readonly findings: Finding[];
}

const names = (value: unknown, pointer: string, { context, findings }: Parsing): readonly string[] => {
  if (Array.isArray(value) && value.length > 0 && value.every(isName)) return value.map(context.expand);
  findings.push({ pointer, detail: 'must be a list of attribute names that is not empty' });
  return [];
};

const entityInfo = (value: unknown, pointer: string, { context, findings }: Parsing): EntityInfo => {
  const { id, idPattern, type } = isJsonObject(value) ? value : {};
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  if (types.length === 0 || !types.every((name) => isName(name) || name === '*'))
    findings.push({ pointer: `${pointer}/type`, detail: 'must be a type name or a list of them' });
  if (id !== undefined && !isUri(id)) findings.push({ pointer: `${pointer}/id`, detail: 'must be a URI' });
  if (typeof idPattern === 'string') compilePattern(idPattern, 'idPattern');
  else if (idPattern !== undefined)
    findings.push({ pointer: `${pointer}/idPattern`, detail: 'must be a text' });
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof idPattern === 'string' && id === undefined ? { idPattern } : {}),
    types: types.map((name) => (name === '*' ? '*' : context.expand(String(name)))),
  };
};

const information = (value: unknown, parsing: Parsing): readonly RegistrationInfo[] => {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isJsonObject)) {
    parsing.findings.push({ pointer: '/information', detail: 'must be a list of objects that is not empty' });
    return [];
  }
  return value.map((info: Json, index): RegistrationInfo => {
    const pointer = `/information/${String(index)}`;
    const { entities, propertyNames, relationshipNames, ...unknown } = info;
    for (const name of Object.keys(unknown))
      parsing.findings.push({ pointer: `${pointer}/${name}`, detail: 'is not a known member' });
    if (entities === undefined && propertyNames === undefined && relationshipNames === undefined)
      parsing.findings.push({ pointer, detail: 'must name entities, properties or relationships' });
    if (entities !== undefined && (!Array.isArray(entities) || entities.length === 0))
      parsing.findings.push({ pointer: `${pointer}/entities`, detail: 'must be a list that is not empty' });
    const infos: readonly unknown[] = Array.isArray(entities) ? entities : [];
    return {
      ...(infos.length === 0
        ? {}
        : {
            entities: infos.map((one, at) => entityInfo(one, `${pointer}/entities/${String(at)}`, parsing)),
          }),
      ...(propertyNames === undefined
        ? {}
        : { propertyNames: names(propertyNames, `${pointer}/propertyNames`, parsing) }),
      ...(relationshipNames === undefined
        ? {}
        : { relationshipNames: names(relationshipNames, `${pointer}/relationshipNames`, parsing) }),
    };
  });
};

const checkMembers = (body: Json, parsing: Parsing, nowMs: number): void => {
  const { findings } = parsing;
  for (const [name, value] of Object.entries(body)) {
    const detail = Object.hasOwn(memberChecks, name) ? memberChecks[name]?.(value) : undefined;
    if (detail !== undefined) findings.push({ pointer: `/${name}`, detail });
    else if (!Object.hasOwn(memberChecks, name) && !ownMembers.has(name) && !isName(name))
      findings.push({ pointer: `/${name}`, detail: 'is not a name' });
  }
  const { expiresAt, endpoint } = body;
  if (isDateTime(expiresAt) && instantMs(expiresAt) <= nowMs)
    findings.push({ pointer: '/expiresAt', detail: 'must be in the future' });
  if (endpoint === undefined) findings.push({ pointer: '/endpoint', detail: 'is missing' });
};

const parseMode = (body: Json, parsed: readonly RegistrationInfo[], { findings }: Parsing) => {
  const { mode: given = 'inclusive', operations: offered } = body;
  const mode = registrationModes.find((known) => known === given);
  if (mode === undefined)
    findings.push({ pointer: '/mode', detail: `must be one of ${registrationModes.join(', ')}` });
  const single = singleOperations(Array.isArray(offered) ? offered.filter(isOperation) : []);
  if (mode === 'auxiliary' && ![...single].every((name) => auxiliaryOperations.has(name)))
    findings.push({
      pointer: '/operations',
      detail: 'an auxiliary registration may only retrieve and query',
    });
  const isPrecise = parsed.every(
    ({ entities = [], propertyNames, relationshipNames }) =>
      entities.length > 0 &&
      entities.every(({ id }) => id !== undefined) &&
      (propertyNames !== undefined || relationshipNames !== undefined),
  );
  if (mode === 'exclusive' && !isPrecise)
    findings.push({
      pointer: '/information',
      detail: 'an exclusive registration names entity ids and attributes',
    });
  return mode ?? 'inclusive';
};

/** Members with the names of the context expanded. */
const propertiesOf = (body: Json, { context }: Parsing): Json =>
  Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => !Object.hasOwn(memberChecks, name) && !ownMembers.has(name))
      .map(([name, value]) => [context.expand(name), value]),
  );

/** What is known of a registration beside its body. */
export interface RegistrationFrame {
  readonly tenant: string;
  readonly id: string;
  readonly createdAt: string;
  readonly nowMs: number;
}

/** Parses a registration (§5.2.9); rejects with all findings. */
export const parseRegistration = (
  body: unknown,
  context: CompiledContext,
  { tenant, id, createdAt, nowMs }: RegistrationFrame,
): Registration => {
  if (!isJsonObject(body)) throw badRequestData('The body is not a JSON object.');
  const parsing: Parsing = { context, findings: [] };
  if (body['type'] !== 'ContextSourceRegistration')
    parsing.findings.push({ pointer: '/type', detail: 'must be ContextSourceRegistration' });
  if (!isId(id)) parsing.findings.push({ pointer: '/id', detail: idExpected });
  checkMembers(body, parsing, nowMs);
  const parsed = information(body['information'], parsing);
  const mode = parseMode(body, parsed, parsing);
  refuseFindings(parsing.findings);
  const members = Object.entries(body).filter(([name]) => Object.hasOwn(memberChecks, name));
  return {
    tenant,
    id,
    information: parsed,
    mode,
    members: Object.fromEntries([...members, ...('mode' in body ? [['mode', mode] as const] : [])]),
    properties: propertiesOf(body, parsing),
    createdAt,
    modifiedAt: new Date(nowMs).toISOString(),
  };
};
