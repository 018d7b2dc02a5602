import { describe, expect, it } from 'vitest';
import { cutsBy, keptMs, longestKeptMs, parseRetention } from './history-policy.ts';

const day = 86_400_000;
const context = 'https://uri.etsi.org/ngsi-ld/default-context/';

describe('retention', () => {
  it('is read from text', () => {
    expect(parseRetention('')).toEqual([]);
    expect(parseRetention('*=365, bonn=90 ,/T=7,*/https://example.org/T?a=30')).toEqual([
      { keepMs: 365 * day },
      { tenant: 'bonn', keepMs: 90 * day },
      { tenant: '', type: `${context}T`, keepMs: 7 * day },
      { type: 'https://example.org/T?a', keepMs: 30 * day },
    ]);
  });

  it.each(['365', '*=0', '*=1.5', '*=x', 'bo nn=1', 'bonn/=1', '*=1,*=2', '-=3'])('refuses %s', (text) => {
    expect(() => parseRetention(text)).toThrow(/rule/u);
  });

  const kept = (text: string, tenant: string, ...types: readonly string[]) => {
    const ms = keptMs(cutsBy(parseRetention(text)), { tenant, types: types.map((type) => context + type) });
    return ms === undefined ? undefined : ms / day;
  };

  it('lets the rule of a tenant go before that of all, and that of a type before both', () => {
    const rules = '*=365,bonn=90,*/T=30,bonn/T=7,koeln/U=5';
    expect(kept(rules, '', 'V')).toBe(365);
    expect(kept(rules, 'bonn', 'V')).toBe(90);
    expect(kept(rules, '', 'T')).toBe(30);
    expect(kept(rules, 'bonn', 'T')).toBe(7);
    expect(kept(rules, 'koeln', 'T')).toBe(30);
    expect(kept(rules, 'koeln', 'V')).toBe(365);
    expect(kept(rules, 'bonn', 'U')).toBe(90);
    expect(kept(rules, 'koeln', 'U', 'T')).toBe(5);
  });

  it('keeps for ever what no rule speaks of', () => {
    expect(kept('bonn=90,*/T=3', '', 'V')).toBeUndefined();
    expect(kept('', '', 'V')).toBeUndefined();
    expect(longestKeptMs(parseRetention('bonn=90,*/T=3'))).toBeUndefined();
    expect(longestKeptMs(parseRetention('bonn=90,*=30,*/T=3'))).toBe(90 * day);
  });
});
