import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { answerContent, negotiate } from '../entities/answer.ts';
import { isName } from '../entities/entity-parser.ts';
import { readContext, tenantOf } from '../entities/request-context.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { brokerProblems } from '../problems.ts';
import { parametersOf, parseFlag } from '../query-language/entity-parameters.ts';
import { invalidParameter } from '../query-language/problems.ts';
import {
  attributeDetails,
  attributeInfo,
  attributeList,
  typeDetails,
  typeInfo,
  typeList,
} from './describe-types.ts';

type Rows = Awaited<ReturnType<BrokerParts['entities']['types']>>;

interface Discovery {
  readonly request: ApiRequest;
  readonly rows: Rows;
  readonly context: CompiledContext;
}

const found = <Value>(value: Value | undefined, what: string): Value => {
  if (value !== undefined) return value;
  throw new DomainError(brokerProblems.resourceNotFound, `No entity has ${what}.`);
};

/** The name in the address (§6.26.2, §6.28.2). */
const nameIn = ({ params }: ApiRequest, parameter: 'type' | 'attribute'): string => {
  const name = params[parameter] ?? '';
  if (isName(name)) return name;
  throw invalidParameter(parameter, `"${name}" is not a name`);
};

const withDetails = ({ request }: Discovery): boolean => parseFlag(parametersOf(request.query), 'details');

/** Discovery of entity types and attributes (CIM 009 §5.7.5–§5.7.10, §6.25–§6.28). */
export const discoveryRoutes = (parts: BrokerParts): Route[] => {
  const answering =
    (describe: (discovery: Discovery) => unknown) =>
    async (request: ApiRequest): Promise<Answer> => {
      const mediaType = negotiate(request);
      const context = await readContext(request, parts.contexts);
      const rows = await parts.entities.types(tenantOf(request));
      return answerContent(await describe({ request, rows, context }), context, { mediaType });
    };
  const describeAttribute = async ({ request, rows, context }: Discovery): Promise<unknown> => {
    const given = nameIn(request, 'attribute');
    const name = context.expand(given);
    const { count = 0 } = await parts.entities.query(tenantOf(request), {
      attributes: [name],
      limit: 0,
      offset: 0,
      count: true,
    });
    return found(attributeInfo(rows, name, { context, count }), `the attribute ${given}`);
  };
  const row = (clause: string, path: string, describe: (discovery: Discovery) => unknown): Route => ({
    clause,
    method: 'GET',
    path: `/ngsi-ld/v1/${path}`,
    query: path.includes(':') ? ['local'] : ['details', 'local'],
    errors: ngsiLdErrors,
    handle: answering(describe),
  });
  return [
    row('6.25.3.1', 'types', (discovery) =>
      withDetails(discovery)
        ? typeDetails(discovery.rows, discovery.context)
        : typeList(discovery.rows, discovery.context),
    ),
    row('6.26.3.1', 'types/:type', ({ rows, context, request }) => {
      const given = nameIn(request, 'type');
      return found(typeInfo(rows, context.expand(given), context), `the type ${given}`);
    }),
    row('6.27.3.1', 'attributes', (discovery) =>
      withDetails(discovery)
        ? attributeDetails(discovery.rows, discovery.context)
        : attributeList(discovery.rows, discovery.context),
    ),
    row('6.28.3.1', 'attributes/:attribute', describeAttribute),
  ];
};
