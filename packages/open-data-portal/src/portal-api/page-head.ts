import { anyText } from '../catalogue/any-text.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import { findPublished } from '../catalogue/published.ts';
import { plainSummary } from './plain-summary.ts';
import { tenantName } from '../tenant-parameter.ts';

/** What search engines and link previews are told of a page before its scripts run. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
}

const namedIn = (path: string): string | undefined => {
  const name = /^\/dataset\/([^/]{1,300})$/u.exec(path)?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
};

/** The head of the page of a published data set; undefined for any other page. */
export const pageHead = async (
  store: Pick<CatalogueStore, 'find'>,
  path: string,
  query: URLSearchParams,
): Promise<PageHead | undefined> => {
  const [name, tenant] = [namedIn(path), query.get('tenant') ?? ''];
  if (name === undefined || !tenantName.test(tenant)) return undefined;
  const record = await findPublished(store, { tenant, kind: 'dataset', idOrName: name });
  if (record === undefined) return undefined;
  const { title, description } = record.content;
  return { title: anyText(title) ?? '', description: plainSummary(anyText(description) ?? '') };
};
