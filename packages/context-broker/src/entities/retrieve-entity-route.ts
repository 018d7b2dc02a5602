import type { Answer, ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import { parseJoin, type Join } from '../linked-entities/join.ts';
import { LinkedPresenter } from '../linked-entities/present-linked.ts';
import { entityNotFound } from '../problems.ts';
import { parametersOf, parsePresentation } from '../query-language/entity-parameters.ts';
import { refuseGeometryProperty } from '../query-language/query-routes.ts';
import { answerContent, answerDocuments, geoJsonDetails, isStoredForm, negotiate } from './answer.ts';
import type { Entity } from './entity.ts';
import { presentEntity, presentFeature, presentMembers, projected, type PresentOptions } from './present.ts';
import { entityIdOf, readContext, tenantOf } from './request-context.ts';
import { hasSelectedType } from './type-selector.ts';

interface Retrieval {
  readonly request: ApiRequest;
  readonly join: Join | undefined;
  readonly options: PresentOptions;
}

/** Nothing to show is nothing found: no asked attribute, or every member taken away (§5.7.1.4). */
const refuseEmpty = (entity: Entity, options: PresentOptions): void => {
  const hasAttributes = Object.keys(projected(entity.attributes, options)).length > 0;
  const isEmpty =
    options.attrs === undefined
      ? !hasAttributes && Object.keys(presentMembers(entity, options)).length === 0
      : !hasAttributes && options.datasetIds === undefined;
  if (isEmpty) throw entityNotFound(entity.id);
};

const presentRetrieved = async (
  parts: BrokerParts,
  entity: Entity,
  { request, join, options }: Retrieval,
): Promise<unknown> => {
  if (join === undefined) return presentEntity(entity, options);
  const presenter = new LinkedPresenter((id) => parts.entities.find(tenantOf(request), id), join);
  if (join.mode === 'inline') return presenter.inline(entity, options);
  const all = await presenter.flat([entity], options);
  return all.length === 1 ? all[0] : all;
};

/** Retrieve Entity (§5.7.1). */
export const retrieveEntityRoute =
  (parts: BrokerParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const mediaType = negotiate(request, ['application/json', 'application/ld+json', 'application/geo+json']);
    const id = entityIdOf(request);
    const given = request.rawQuery === '' ? {} : parametersOf(request.query);
    refuseGeometryProperty(given, mediaType);
    const context: CompiledContext = await readContext(request, parts.contexts);
    const presentation = parsePresentation(given);
    const join = parseJoin(given, presentation);
    const options = { ...presentation, context };
    if (join === undefined && given['type'] === undefined && isStoredForm(options, context, mediaType)) {
      const document = await parts.entities.findDocument(tenantOf(request), id);
      if (document === undefined) throw entityNotFound(id);
      return answerDocuments(document, context, { mediaType });
    }
    const entity = await parts.entities.find(tenantOf(request), id);
    if (entity === undefined || !hasSelectedType(entity, given['type'], context)) throw entityNotFound(id);
    refuseEmpty(entity, options);
    if (mediaType !== 'application/geo+json') {
      return answerContent(await presentRetrieved(parts, entity, { request, join, options }), context, {
        mediaType,
      });
    }
    const { geometryProperty = 'location' } = given;
    return answerContent(presentFeature(entity, options, geometryProperty), context, {
      mediaType,
      ...geoJsonDetails(request),
    });
  };
