import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleStore } from './example-catalogue.ts';
import { pageHead, type PageHead } from './page-head.ts';

describe('the head of a page', () => {
  let examples: Awaited<ReturnType<typeof exampleStore>>;
  beforeAll(async () => {
    examples = await exampleStore();
  });
  afterAll(() => examples.remove());

  const headOf = (path: string, query = ''): Promise<PageHead | undefined> =>
    pageHead(examples.store, path, new URLSearchParams(query));

  it('tells of a published data set in plain words', async () => {
    expect(await headOf('/dataset/baeume')).toEqual({
      title: 'Baumkataster',
      description: 'Alle Bäume im Stadtgebiet.',
    });
    expect(await headOf('/dataset/leipzig', 'tenant=leipzig')).toMatchObject({
      title: 'Baumkataster Leipzig',
    });
  });

  it.each(['/dataset/entwurf', '/dataset/leipzig', '/dataset/none', '/dataset/%E0%A4%A', '/datasets', '/'])(
    'tells nothing more of %s',
    async (path) => {
      expect(await headOf(path)).toBeUndefined();
    },
  );

  it('is of no tenant that cannot be', async () => {
    expect(await headOf('/dataset/baeume', 'tenant=../x')).toBeUndefined();
  });
});
