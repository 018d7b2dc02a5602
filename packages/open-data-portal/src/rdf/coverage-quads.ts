import { bboxOfLocation } from '../catalogue/bounding-box.ts';
import type { LanguageMap, Location, PeriodOfTime } from '../catalogue/dataset.ts';
import { dateNode, iriNode, textNode, textNodes, typedNode, type Graph, type Subject } from './graph.ts';
import { bboxToWkt } from './geometry.ts';

const describeLocation = (graph: Graph, subject: Subject, location: Location): void => {
  const { label, geometry } = location;
  graph.type(subject, 'dct:Location');
  graph.add(subject, 'skos:prefLabel', textNode(label));
  // The rectangle is what harvesters read; shapes want a node for the geometry itself.
  const rectangle = bboxOfLocation(location);
  if (rectangle !== undefined) {
    graph.add(subject, 'dcat:bbox', typedNode(bboxToWkt(rectangle), 'geo:wktLiteral'));
  }
  if (geometry === undefined) return;
  const { type, coordinates } = geometry;
  const shape = graph.blank();
  graph.type(shape, 'locn:Geometry');
  graph.add(shape, 'geo:asGeoJSON', typedNode(JSON.stringify({ type, coordinates }), 'geo:geoJSONLiteral'));
  graph.add(subject, 'locn:geometry', shape);
};

/** dct:Location; one with an IRI is described once in a document. */
export const addLocation = (graph: Graph, location: Location): Subject => {
  const named = iriNode(location.iri);
  const subject = named ?? graph.blank();
  if (named === undefined || graph.isNew(named.value)) describeLocation(graph, subject, location);
  return subject;
};

/**
 * The area in words. DCAT-AP.de 3.0 gives up dcatde:geocodingDescription, so it is a location that has labels by
 * language and nothing else.
 */
export const addLabelledArea = (graph: Graph, labels: LanguageMap): Subject => {
  const subject = graph.blank();
  graph.type(subject, 'dct:Location');
  graph.add(subject, 'skos:prefLabel', ...textNodes(labels));
  return subject;
};

/** dct:PeriodOfTime; nothing where neither side is a date. */
export const addPeriod = (graph: Graph, { startDate, endDate }: PeriodOfTime): Subject | undefined => {
  const start = dateNode(startDate);
  const end = dateNode(endDate);
  if (start === undefined && end === undefined) return undefined;
  const subject = graph.blank();
  graph.type(subject, 'dct:PeriodOfTime');
  graph.add(subject, 'dcat:startDate', start);
  graph.add(subject, 'dcat:endDate', end);
  return subject;
};
