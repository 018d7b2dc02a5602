import type { Registration } from '../../../api/registrations.ts';

export const contactStates = ['failed', 'ok', 'unknown'] as const;
export type ContactState = (typeof contactStates)[number];

/** How the last call of a source went; unknown as long as there was none. */
export const contactOf = ({ status }: Registration): ContactState => status ?? 'unknown';

export const contactTone = { ok: 'success', failed: 'danger', unknown: 'info' } as const satisfies Readonly<
  Record<ContactState, string>
>;

/** What to call a source; the host of its address where it has no name. */
export const sourceName = ({ registrationName, description, endpoint }: Registration): string =>
  registrationName ?? description ?? URL.parse(endpoint)?.host ?? endpoint;

/** Whether a source is one that somebody looks for. */
export const isFound = (registration: Registration, search: string): boolean => {
  const { id, registrationName = '', description = '', endpoint, tenant = '', information } = registration;
  const offered = information.flatMap(({ entities = [], propertyNames = [], relationshipNames = [] }) => [
    ...entities.flatMap(({ type }) => type),
    ...propertyNames,
    ...relationshipNames,
  ]);
  const all = [id, registrationName, description, endpoint, tenant, ...offered]
    .join('\n')
    .toLocaleLowerCase();
  const words = search.toLocaleLowerCase().split(/\s+/u);
  return words.every((word) => all.includes(word));
};
