import { invalidParameter } from './problems.ts';
import { PatternParser, type PatternNode } from './pattern-parser.ts';

/** Tells whether some part of the subject matches. */
export type Pattern = (subject: string) => boolean;

type State =
  | { readonly kind: 'test'; readonly test: (character: string) => boolean; readonly next: number }
  | { readonly kind: 'fork'; readonly next: number; readonly other: number }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'match' };

const maxLength = 256;
const maxStates = 2000;

/**
 * Compiles a regular expression whose run time grows only linearly with the subject, whatever the pattern:
 * all alternatives advance together and nothing is tried twice. Lookaround and back-references are refused.
 */
export const compilePattern = (pattern: string, parameter: string): Pattern => {
  if (pattern.length > maxLength)
    throw invalidParameter(parameter, `a pattern may have ${String(maxLength)} characters`);
  const node = new PatternParser(pattern, parameter).parse();
  const states: State[] = [{ kind: 'match' }];
  const first = build(
    node,
    0,
    (state) => {
      if (states.length >= maxStates) throw invalidParameter(parameter, 'the pattern is too complex');
      return states.push(state) - 1;
    },
    states,
  );
  return (subject) => isMatch(states, first, [...subject]);
};

/** Adds the states of a node that lead on to `next`; answers the first. */
const build = (node: PatternNode, next: number, add: (state: State) => number, states: State[]): number => {
  switch (node.kind) {
    case 'test':
      return add({ kind: 'test', test: node.test, next });
    case 'start':
    case 'end':
      return add({ kind: node.kind, next });
    case 'sequence':
      return node.parts.reduceRight((after, part) => build(part, after, add, states), next);
    case 'choice':
      return node.parts
        .map((part) => build(part, next, add, states))
        .reduce((other, first) => add({ kind: 'fork', next: first, other }));
    case 'repeat': {
      let first = next;
      if (node.max === Infinity) {
        const loop = add({ kind: 'fork', next, other: next });
        states[loop] = { kind: 'fork', next: build(node.part, loop, add, states), other: next };
        first = loop;
      } else {
        for (let count = node.min; count < node.max; count++) {
          first = add({ kind: 'fork', next: build(node.part, first, add, states), other: next });
        }
      }
      for (let count = 0; count < node.min; count++) {
        const longer = build(node.part, first, add, states);
        if (longer === first) break;
        first = longer;
      }
      return first;
    }
  }
};

const isMatch = (states: readonly State[], first: number, subject: readonly string[]): boolean => {
  let active: readonly number[] = [];
  for (let position = 0; position <= subject.length; position++) {
    const reached = reach(states, [...active, first], {
      isStart: position === 0,
      isEnd: position === subject.length,
    });
    if (reached.has(0)) return true;
    const character = subject[position];
    if (character === undefined) return false;
    const next: number[] = [];
    for (const index of reached) {
      const state = states[index];
      if (state?.kind === 'test' && state.test(character)) next.push(state.next);
    }
    active = next;
  }
  return false;
};

/** All states reachable without reading a character. */
const reach = (
  states: readonly State[],
  from: readonly number[],
  at: { readonly isStart: boolean; readonly isEnd: boolean },
): ReadonlySet<number> => {
  const reached = new Set<number>();
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const state = states[index];
    if (state?.kind === 'fork') open.push(state.next, state.other);
    if ((state?.kind === 'start' && at.isStart) || (state?.kind === 'end' && at.isEnd)) open.push(state.next);
  }
  return reached;
};
