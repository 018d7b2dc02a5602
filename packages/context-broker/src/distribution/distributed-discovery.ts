import { isJsonObject } from '@allmende/kernel';
import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { answerContent, negotiate } from '../entities/answer.ts';
import { readContext } from '../entities/request-context.ts';
import { parametersOf, parseFlag } from '../query-language/entity-parameters.ts';
import { problemAnswer, outcomeHere } from './part-outcome.ts';
import type { SourceReply } from './context-source-client.ts';
import type { Distribute, Distribution } from './distribution.ts';
import { mergeDescriptions, mergeLists } from './merge-descriptions.ts';
import { planRead, type Share, type Subject } from './plan-read.ts';
import { termsOf } from './source-terms.ts';
import { cannotAsk, warningOf, withWarnings, type SourceWarning } from './warnings.ts';
import { wordingOfParameters, type Wording } from './wording.ts';

/** A discovery operation that can be distributed: its names with and without details (§4.20). */
export interface DiscoveryKind {
  readonly list: string;
  readonly details?: string;
  /** The path parameter that names what is described. */
  readonly parameter?: 'type' | 'attribute';
}

/** The discovery operations by the clause of their route. */
export const discoveryKinds: Readonly<Record<string, DiscoveryKind>> = {
  '6.25.3.1': { list: 'retrieveEntityTypes', details: 'retrieveEntityTypeDetails' },
  '6.26.3.1': { list: 'retrieveEntityTypeInfo', parameter: 'type' },
  '6.27.3.1': { list: 'retrieveAttrTypes', details: 'retrieveAttrTypeDetails' },
  '6.28.3.1': { list: 'retrieveAttrTypeInfo', parameter: 'attribute' },
};

interface Discovery {
  readonly kind: DiscoveryKind;
  readonly request: ApiRequest;
  readonly context: CompiledContext;
  readonly withDetails: boolean;
}

const subjectOf = ({ kind, request, context }: Discovery): Subject => {
  const { parameter } = kind;
  const name = parameter === undefined ? undefined : request.params[parameter];
  if (name === undefined) return {};
  return parameter === 'type' ? { types: [[context.expand(name)]] } : { attributes: [context.expand(name)] };
};

const pathOf = ({ kind, request, context }: Discovery, wording: Wording): string => {
  const { parameter } = kind;
  const collection = request.path.includes('/attributes') ? '/attributes' : '/types';
  const name = parameter === undefined ? undefined : request.params[parameter];
  return name === undefined
    ? collection
    : `${collection}/${encodeURIComponent(wording.context.compact(context.expand(name)))}`;
};

/** Members whose values are names, or hold descriptions. */
const named: ReadonlySet<string> = new Set([
  'typeList',
  'attributeList',
  'typeName',
  'attributeName',
  'attributeNames',
  'typeNames',
]);

/** What a source describes, in the names of the request. */
const inNamesOf = (value: unknown, from: CompiledContext, to: CompiledContext): unknown => {
  if (Array.isArray(value)) return value.map((item: unknown) => inNamesOf(item, from, to));
  if (!isJsonObject(value)) return value;
  const rename = (names: unknown): unknown =>
    Array.isArray(names) ? names.map(rename) : to.compact(from.expand(String(names)));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '@context')
      .map(([name, member]) => [name, named.has(name) ? rename(member) : inNamesOf(member, from, to)]),
  );
};

interface Described {
  readonly content?: unknown;
  readonly warning?: SourceWarning;
}

const contentOf = (reply: SourceReply): unknown =>
  reply.kind === 'answer' && reply.status < 300 ? reply.body : undefined;

const ask = async (
  { caller, parts }: Distribution,
  discovery: Discovery,
  { registration }: Share,
): Promise<Described> => {
  const { request, context, withDetails } = discovery;
  const terms = termsOf(registration, request.headers);
  const wording = await wordingOfParameters(terms, context, parts.contexts);
  const parameters = withDetails ? { details: 'true' } : {};
  const call = { method: 'GET', path: pathOf(discovery, wording), parameters, terms, wording } as const;
  const reply = await caller.call(registration, call, request);
  const warning = warningOf(registration, reply);
  if (warning !== undefined) return { warning };
  const content = contentOf(reply);
  return content === undefined ? {} : { content: inNamesOf(content, wording.context, context) };
};

const merged = (contents: readonly unknown[]): unknown =>
  contents.every((content) => Array.isArray(content))
    ? mergeLists(contents)
    : mergeDescriptions(contents.filter(isJsonObject));

/** Which registrations know; one answer of a source is enough, however many informations it has. */
const oncePerSource = (shares: readonly Share[]): readonly Share[] => [
  ...new Map(shares.map((share) => [share.registration, share])).values(),
];

/** Discovery of types and attributes here and at all sources (§5.7.5–§5.7.10). */
export const distributedDiscovery =
  (kind: DiscoveryKind): Distribute =>
  async (distribution, { request, registrations, handleHere }) => {
    const { parts, caller } = distribution;
    const mediaType = negotiate(request);
    const context = await readContext(request, parts.contexts);
    const withDetails = parseFlag(parametersOf(request.query), 'details');
    const discovery: Discovery = { kind, request, context, withDetails };
    const shares = planRead(registrations, subjectOf(discovery), {
      nowMs: parts.clock.now(),
      operations: [withDetails ? (kind.details ?? kind.list) : kind.list],
      via: request.headers.via,
    });
    if (shares.length === 0 || caller.hasComeBack(request)) return handleHere(request);
    const here = await outcomeHere(request, () => handleHere(request));
    const there = await Promise.all(
      oncePerSource(shares).map((share) =>
        ask(distribution, discovery, share).catch((cause: unknown) => ({
          content: undefined,
          warning: cannotAsk(share.registration, cause),
        })),
      ),
    );
    const warnings = there.flatMap(({ warning }) => warning ?? []);
    const found = [here.problem === undefined ? here.body : undefined, ...there.map(({ content }) => content)]
      .filter((content) => content !== undefined)
      .map((content) => inNamesOf(content, context, context));
    if (found.length === 0 && here.problem !== undefined)
      return withWarnings(problemAnswer(here.problem), warnings);
    return withWarnings(answerContent(merged(found), context, { mediaType }), warnings);
  };
