import type { AttributeInstance } from '../entities/entity.ts';
import { matchesGeo } from '../query-language/geometry.ts';
import { matchesNode } from '../query-language/matches.ts';
import type { EntityQuery, QueryNode } from '../query-language/query.ts';
import { holding, type Subject } from './subject.ts';
import { isInInterval, timeOf } from './temporal-query.ts';
import type { TemporalQuery } from './temporal-store.ts';

type SingleNode = Extract<QueryNode, { readonly path: unknown }>;

const singleNodes = (node: QueryNode | undefined): readonly SingleNode[] => {
  if (node === undefined) return [];
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.children.flatMap(singleNodes);
    default:
      return [node];
  }
};

const attributeOf = ({ path }: SingleNode): string => path.names[0] ?? '';

/** Attributes (expanded names) that q and the geo-query look at. */
export const judgedAttributes = ({ q, geo }: EntityQuery): readonly string[] => [
  ...new Set([...singleNodes(q).map(attributeOf), ...(geo === undefined ? [] : [geo.geoproperty])]),
];

/**
 * Whether an entity fulfils q and the geo-query within an interval, of which it is shown the instances one by one: every
 * single comparison holds if some instance in the interval fulfils it (§5.7.4.4).
 */
export class TemporalJudgement {
  readonly #subject: Subject;
  readonly #asked: EntityQuery;
  readonly #open: Set<SingleNode>;
  readonly #seen = new Set<string>();
  #isThere = false;

  constructor(subject: Subject, asked: EntityQuery) {
    this.#subject = subject;
    this.#asked = asked;
    this.#open = new Set(singleNodes(asked.q));
  }

  /** Shows what is valid now; an instance without such a time, like a building's location, was so all along. */
  seeCurrent(query: TemporalQuery): void {
    for (const attribute of judgedAttributes(this.#asked)) {
      for (const instance of this.#subject.stored?.instancesOf(attribute) ?? []) {
        const ms = timeOf(instance, query.property);
        if (ms === undefined || isInInterval(ms, query)) this.see(attribute, instance);
      }
    }
  }

  /** Whether more instances of an attribute may change anything. */
  wants(attribute: string): boolean {
    const { geo } = this.#asked;
    return (
      (geo?.geoproperty === attribute && !this.#isThere) ||
      [...this.#open].some((node) => attributeOf(node) === attribute)
    );
  }

  see(attribute: string, instance: AttributeInstance): void {
    const { geo } = this.#asked;
    this.#seen.add(attribute);
    if (geo?.geoproperty === attribute) this.#isThere ||= matchesGeo(instance.value, geo);
    for (const node of this.#open) {
      if (attributeOf(node) !== attribute) continue;
      if (matchesNode(holding(this.#subject, { [attribute]: [instance] }), node)) this.#open.delete(node);
    }
  }

  isFulfilled(): boolean {
    const { q, geo } = this.#asked;
    return (q === undefined || this.#holds(q)) && (geo === undefined || this.#isThere);
  }

  #holds(node: QueryNode): boolean {
    switch (node.kind) {
      case 'and':
        return node.children.every((child) => this.#holds(child));
      case 'or':
        return node.children.some((child) => this.#holds(child));
      default: {
        if (!this.#open.has(node)) return true;
        // Of an attribute without instances even its absence may be asked for.
        return !this.#seen.has(attributeOf(node)) && matchesNode(holding(this.#subject, {}), node);
      }
    }
  }
}
