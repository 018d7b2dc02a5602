import { compileCoreContext } from '@allmende/jsonld';
import { describe, expect, it } from 'vitest';
import { rememberedParse } from './remembered-parse.ts';

const core = compileCoreContext();

const setUp = () => {
  const parsed: string[] = [];
  const parse = rememberedParse((given) => {
    if (given['q'] === 'wrong') throw new Error('wrong');
    parsed.push(JSON.stringify(given));
    return given;
  });
  const ask = (rawQuery: string, context = core) =>
    parse({ rawQuery, query: new URLSearchParams(rawQuery) }, context);
  return { parsed, ask };
};

describe('parameters that come again', () => {
  it('are understood once', () => {
    const { parsed, ask } = setUp();
    expect(ask('type=Car&limit=2')).toEqual({ type: 'Car', limit: '2' });
    expect(ask('type=Car&limit=2')).toBe(ask('type=Car&limit=2'));
    expect(ask('type=Car&limit=3')).toEqual({ type: 'Car', limit: '3' });
    expect(parsed).toHaveLength(2);
  });

  it('are understood anew in a context of the client, whose content may change', () => {
    const { parsed, ask } = setUp();
    ask('type=Car');
    ask('type=Car', { ...core, source: 'https://example.org/a.jsonld' });
    ask('type=Car', { ...core, source: 'https://example.org/a.jsonld' });
    expect(parsed).toHaveLength(3);
  });

  it('are refused each time when they are wrong, and when one is given twice', () => {
    const { ask } = setUp();
    for (const query of ['q=wrong', 'type=a&type=b']) {
      expect(() => ask(query)).toThrow();
      expect(() => ask(query)).toThrow();
    }
  });

  it('take bounded memory', () => {
    const { parsed, ask } = setUp();
    const long = `q=${'x'.repeat(600)}`;
    ask(long);
    ask(long);
    expect(parsed).toHaveLength(2);
    for (let n = 0; n < 1000; n += 1) ask(`offset=${String(n)}`);
    ask('offset=1000');
    ask('offset=0');
    expect(parsed).toHaveLength(1004);
  });
});
