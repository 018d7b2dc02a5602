import { DataFactory } from 'n3';
import type { LanguageMap, Location, PeriodOfTime } from '../catalogue/dataset.ts';
import { dateNode, iriNode, textNode, textNodes, typedNode, type Graph, type Subject } from './graph.ts';
import { geoJsonDatatype } from './namespaces.ts';

/** The rectangle as WKT in CRS84, against the clock. */
export const bboxToWkt = ([west, south, east, north]: NonNullable<Location['bbox']>): string => {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return `POLYGON((${corners.map((corner) => corner.join(' ')).join(',')}))`;
};

const describeLocation = (graph: Graph, subject: Subject, { label, geometry, bbox }: Location): void => {
  graph.type(subject, 'dct:Location');
  graph.add(subject, 'skos:prefLabel', textNode(label));
  if (bbox !== undefined) graph.add(subject, 'dcat:bbox', typedNode(bboxToWkt(bbox), 'geo:wktLiteral'));
  if (geometry !== undefined) {
    const { type, coordinates } = geometry;
    const text = JSON.stringify({ type, coordinates });
    graph.add(subject, 'locn:geometry', DataFactory.literal(text, DataFactory.namedNode(geoJsonDatatype)));
  }
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
