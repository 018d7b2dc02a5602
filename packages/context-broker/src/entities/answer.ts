import type { Answer, ApiRequest } from '@allmende/http';
import { CORE_CONTEXT_ADDRESS, type CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { brokerProblems } from '../problems.ts';
import type { Presentation } from '../query-language/entity-parameters.ts';

export type MediaType = 'application/json' | 'application/ld+json' | 'application/geo+json';

/** A media range of an Accept header and how specific it is (RFC 9110 §12.5.1). */
interface MediaRange {
  readonly type: string;
  readonly quality: number;
  readonly specificity: number;
}

const qualityOf = (parameters: readonly string[]): number => {
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return Number.isFinite(quality) ? quality : 1;
};

const rangesOf = (accept: string): readonly MediaRange[] =>
  accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const specificity = type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2;
    return { type, quality: qualityOf(parameters), specificity };
  });

/** The weight of a media type: that of the most specific range that covers it. */
const weightOf = (mediaType: string, ranges: readonly MediaRange[]): number => {
  const covering = ranges.filter(
    ({ type }) =>
      type === mediaType ||
      type === '*/*' ||
      (type.endsWith('/*') && mediaType.startsWith(type.slice(0, -1))),
  );
  return covering.toSorted((a, b) => b.specificity - a.specificity)[0]?.quality ?? 0;
};

/** An id as a path segment; colons, of which URNs are full, may stay (RFC 3986 §3.3). */
export const idSegment = (id: string): string => encodeURIComponent(id).replaceAll('%3A', ':');

/** The media type to answer with (§6.3.4); rejects with 406 when none is accepted. */
export const negotiate = (
  { headers }: ApiRequest,
  offered: readonly MediaType[] = ['application/json', 'application/ld+json'],
): MediaType => {
  const { accept = '*/*' } = headers;
  const [first] = offered;
  if (first !== undefined && (accept === '*/*' || accept === first)) return first;
  const ranges = rangesOf(accept);
  // Equal weights leave the order of §6.3.4, which is that of `offered`.
  const [best] = offered
    .map((type) => ({ type, weight: weightOf(type, ranges) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  if (best !== undefined) return best.type;
  throw new DomainError(
    brokerProblems.notAcceptable,
    `None of the media types in Accept can be given. Possible: ${offered.join(', ')}.`,
  );
};

const isAddress = (source: unknown): source is string => typeof source === 'string';

/** The context that answers name: what the user gave, with the core context at the end (§5.5.7). */
export const contextForBody = ({ source, hasCore }: CompiledContext): unknown => {
  if (source === undefined) return CORE_CONTEXT_ADDRESS;
  const parts: readonly unknown[] = Array.isArray(source) ? source : [source];
  return hasCore ? source : [...parts, CORE_CONTEXT_ADDRESS];
};

const coreLink = `<${CORE_CONTEXT_ADDRESS}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;

/** The Link header for answers in application/json and geo+json (§6.3.6). */
export const contextLink = ({ source }: CompiledContext): string => {
  if (source === undefined) return coreLink;
  const address = isAddress(source) ? source : CORE_CONTEXT_ADDRESS;
  return `<${address}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
};

const withContext = (content: unknown, context: CompiledContext): unknown => {
  const own = contextForBody(context);
  if (Array.isArray(content))
    return content.map((item: unknown) => ({ '@context': own, ...(item as object) }));
  return { '@context': own, ...(content as object) };
};

interface AnswerDetails {
  readonly mediaType: MediaType;
  /** Whether the body carries the context; by default in application/ld+json only. */
  readonly contextInBody?: boolean;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

const isContextInBody = ({
  mediaType,
  contextInBody = mediaType === 'application/ld+json',
}: AnswerDetails): boolean => contextInBody;

/** GeoJSON carries the context in its body unless the client prefers the plain one (§6.3.6). */
export const geoJsonDetails = ({ headers }: ApiRequest): Pick<AnswerDetails, 'contextInBody'> => ({
  contextInBody: !/(^|[,;\s])body=json\s*($|[,;])/u.test(String(headers['prefer'] ?? '')),
});

const answerBody = (body: string, context: CompiledContext, details: AnswerDetails): Answer => {
  const { mediaType, headers = {} } = details;
  const links = headers['link'];
  const link = isContextInBody(details)
    ? links
    : links === undefined
      ? contextLink(context)
      : [...[links].flat(), contextLink(context)];
  return {
    status: 200,
    headers: { ...headers, 'content-type': mediaType, ...(link === undefined ? {} : { link }) },
    body,
  };
};

/** Whether stored documents can be given as they are: normalized, whole, without times, in the core context. */
export const isStoredForm = (
  { format, sysAttrs, lang, pick, omit, attrs, datasetIds }: Presentation,
  { source }: CompiledContext,
  mediaType: MediaType,
): boolean =>
  source === undefined &&
  mediaType !== 'application/geo+json' &&
  format === 'normalized' &&
  !sysAttrs &&
  [lang, pick, omit, attrs, datasetIds].every((asked) => asked === undefined);

const documentWithContext = (document: string): string =>
  `{"@context":${JSON.stringify(CORE_CONTEXT_ADDRESS)},${document.slice(1)}`;

/** A 200 with stored documents (`isStoredForm`): one, or a list of them. */
export const answerDocuments = (
  documents: string | readonly string[],
  context: CompiledContext,
  details: AnswerDetails,
): Answer => {
  const inBody = isContextInBody(details);
  const shown = (document: string): string => (inBody ? documentWithContext(document) : document);
  const body = typeof documents === 'string' ? shown(documents) : `[${documents.map(shown).join(',')}]`;
  return answerBody(body, context, details);
};

/** A 200 with content in the negotiated media type; ld+json carries the context in the body. */
export const answerContent = (content: unknown, context: CompiledContext, details: AnswerDetails): Answer => {
  const inBody = isContextInBody(details);
  return answerBody(JSON.stringify(inBody ? withContext(content, context) : content), context, details);
};
