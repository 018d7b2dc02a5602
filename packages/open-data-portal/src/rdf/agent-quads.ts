import type { Agent, ContactPoint } from '../catalogue/dataset.ts';
import { iriNode, textNode, type Graph, type Subject } from './graph.ts';

/** `mailto:` of an address, if it can be one. */
export const mailbox = (email: string | undefined) =>
  email === undefined || !/^[^\s@]+@[^\s@]+$/u.test(email.trim())
    ? undefined
    : iriNode(`mailto:${email.trim()}`);

/** `tel:` of a number as people write it (RFC 3966: separators are `-`, `.` and brackets). */
export const telephone = (phone: string | undefined): string | undefined => {
  const number = (phone ?? '')
    .trim()
    .replace(/[\s/]+/gu, '-')
    .replace(/[^0-9+().-]/gu, '');
  return /\d/u.test(number) ? `tel:${number}` : undefined;
};

/** foaf:Agent; one with an IRI is described once in a document. */
export const addAgent = (graph: Graph, agent: Agent): Subject => {
  const named = iriNode(agent.iri);
  const subject = named ?? graph.blank();
  if (named !== undefined && !graph.isNew(named.value)) return subject;
  graph.type(subject, 'foaf:Agent');
  graph.add(subject, 'foaf:name', textNode(agent.name));
  graph.add(subject, 'dct:type', iriNode(agent.type));
  graph.add(subject, 'foaf:mbox', mailbox(agent.email));
  graph.add(subject, 'foaf:homepage', iriNode(agent.homepage));
  return subject;
};

/** vcard:Kind. */
export const addContactPoint = (graph: Graph, contact: ContactPoint): Subject => {
  const subject = graph.blank();
  graph.type(subject, 'vcard:Kind');
  graph.add(subject, 'vcard:fn', textNode(contact.name));
  graph.add(subject, 'vcard:hasEmail', mailbox(contact.email));
  graph.add(subject, 'vcard:hasTelephone', iriNode(telephone(contact.phone)));
  graph.add(subject, 'vcard:hasURL', iriNode(contact.url));
  return subject;
};
