import { compileCoreContext } from '@allmende/jsonld';

/** How long the past is kept: of all tenants or one, of all types or one. */
export interface RetentionRule {
  /** '' is the default tenant; absent: all. */
  readonly tenant?: string;
  /** Expanded name; absent: all. */
  readonly type?: string;
  readonly keepMs: number;
}

/** What becomes of the past in the course of time. */
export interface HistoryPolicy {
  readonly retention: readonly RetentionRule[];
  /** Months that ended so long ago are compressed, where the store can; absent: none. */
  readonly compressAfterMs?: number;
}

const dayMs = 86_400_000;

type Expand = (name: string) => string;

const parseRule = (text: string, expand: Expand): RetentionRule => {
  const [, tenant = '', type, days] = /^(\*|[A-Za-z0-9_]*)(?:\/([^\s=]+))?=(\d{1,6})$/u.exec(text) ?? [];
  if (days === undefined || days === '0')
    throw new Error(`${text} is no rule such as *=365, bonn=90 or */TrafficFlowObserved=30`);
  return {
    ...(tenant === '*' ? {} : { tenant }),
    ...(type === undefined ? {} : { type: expand(type) }),
    keepMs: Number(days) * dayMs,
  };
};

/**
 * Reads rules such as `*=365, bonn=90, bonn/TrafficFlowObserved=30, /OffStreetParking=30`: days by tenant (`*` is every,
 * none the default one) and type, a name of the core context or an address. Rejects with what is wrong.
 */
export const parseRetention = (text: string): readonly RetentionRule[] => {
  const { expand } = compileCoreContext();
  const rules = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => parseRule(one, expand));
  const keys = rules.map(({ tenant = '*', type = '' }) => `${tenant} ${type}`);
  if (new Set(keys).size < keys.length) throw new Error('two rules say something of the same');
  return rules;
};

/** Of which tenants and types what is older than `keepMs` is over. */
export interface Cut {
  readonly tenants: { readonly only: string } | { readonly except: readonly string[] };
  /** Entities with any of these types, or with none of them. */
  readonly types: { readonly any: readonly string[] } | { readonly none: readonly string[] };
  readonly keepMs: number;
}

const cutsOf = (tenants: Cut['tenants'], rules: readonly RetentionRule[]): readonly Cut[] => {
  const byType = new Map(rules.flatMap(({ type, keepMs }) => (type === undefined ? [] : [[type, keepMs]])));
  const base = rules.findLast(({ type }) => type === undefined);
  return [
    ...[...byType].map(([type, keepMs]): Cut => ({ tenants, types: { any: [type] }, keepMs })),
    ...(base === undefined ? [] : [{ tenants, types: { none: [...byType.keys()] }, keepMs: base.keepMs }]),
  ];
};

/**
 * What the rules say, apart: a rule of a tenant goes before one of all, a rule of a type before one without. An entity
 * of several types keeps its past as long as the shortest of their rules says.
 */
export const cutsBy = (rules: readonly RetentionRule[]): readonly Cut[] => {
  const general = rules.filter(({ tenant }) => tenant === undefined);
  const named = [...new Set(rules.flatMap(({ tenant }) => tenant ?? []))];
  return [
    ...named.flatMap((only) =>
      cutsOf({ only }, [...general, ...rules.filter(({ tenant }) => tenant === only)]),
    ),
    ...cutsOf({ except: named }, general),
  ];
};

/** How long the past of an entity is kept; undefined: for ever. */
export const keptMs = (
  cuts: readonly Cut[],
  { tenant, types }: { readonly tenant: string; readonly types: readonly string[] },
): number | undefined => {
  const fitting = cuts.filter(
    (cut) =>
      ('only' in cut.tenants ? cut.tenants.only === tenant : !cut.tenants.except.includes(tenant)) &&
      ('any' in cut.types
        ? cut.types.any.some((type) => types.includes(type))
        : !cut.types.none.some((type) => types.includes(type))),
  );
  return fitting.length === 0 ? undefined : Math.min(...fitting.map(({ keepMs }) => keepMs));
};

/** Longer than this nothing is kept; undefined when something is for ever. */
export const longestKeptMs = (rules: readonly RetentionRule[]): number | undefined =>
  rules.some(({ tenant, type }) => tenant === undefined && type === undefined)
    ? Math.max(...rules.map(({ keepMs }) => keepMs))
    : undefined;
