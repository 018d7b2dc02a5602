import type { Entity } from '../../api/entity.ts';

/** Whom a licence wants named for data, and the licence itself. */
export interface Source {
  readonly provider: string;
  readonly license: string | undefined;
}

/** The providers of the entities, each once with its licence. */
export const sourcesOf = (entities: readonly Entity[]): readonly Source[] => {
  const found = new Map<string, Source>();
  for (const { dataProvider, license } of entities) {
    if (typeof dataProvider !== 'string' || dataProvider === '') continue;
    const source = { provider: dataProvider, license: typeof license === 'string' ? license : undefined };
    found.set(`${source.provider} ${source.license ?? ''}`, source);
  }
  return [...found.values()];
};
