import type { Agent, Dataset } from '../../catalogue/dataset.ts';
import { plainField, withMember, type TextField } from './text-field.ts';
import { isIri } from './values.ts';

const nobody: Agent = { name: '' };

const isSomebody = (agent: Agent): boolean =>
  agent.name !== '' || Object.keys(agent).some((key) => key !== 'name');

type AgentList = 'creators' | 'maintainers' | 'originators' | 'contributors';

interface Place {
  get(dataset: Dataset): Agent | undefined;
  put(dataset: Dataset, agent: Agent): Dataset;
}

/** CKAN knows one of each; further ones stay as they are. */
const firstOf = (list: AgentList): Place => ({
  get: (dataset) => dataset[list][0],
  put: (dataset, agent) => ({ ...dataset, [list]: [agent, ...dataset[list].slice(1)] }),
});

const publisher: Place = {
  get: (dataset) => dataset.publisher,
  put: (dataset, agent) => ({ ...dataset, publisher: agent }),
};

const memberField = (
  { get, put }: Place,
  key: string,
  member: 'email' | 'homepage' | 'type' | 'iri',
): TextField<Dataset> => ({
  key,
  show: (dataset) => get(dataset)?.[member],
  set: (dataset, text) => {
    if (text !== undefined && member !== 'email' && !isIri(text)) return undefined;
    const agent = get(dataset);
    if (agent === undefined && text === undefined) return dataset;
    return put(dataset, withMember(agent ?? nobody, member, text));
  },
});

const nameField = ({ get, put }: Place, key: string): TextField<Dataset> =>
  plainField(
    key,
    (dataset) => (get(dataset)?.name === '' ? undefined : get(dataset)?.name),
    (dataset, text) => {
      const agent = get(dataset);
      if (agent === undefined && text === undefined) return dataset;
      return put(dataset, { ...(agent ?? nobody), name: text ?? '' });
    },
  );

const fieldsOf = (place: Place, prefix: string, name: string): readonly TextField<Dataset>[] => [
  nameField(place, name),
  memberField(place, `${prefix}_email`, 'email'),
  memberField(place, `${prefix}_url`, 'homepage'),
  memberField(place, `${prefix}_type`, 'type'),
  memberField(place, `${prefix}_uri`, 'iri'),
];

/** CKAN's own: author (dct:creator) and maintainer (dcatde:maintainer), as ckanext-dcatde reads them. */
export const authorAndMaintainer: readonly TextField<Dataset>[] = [
  ...fieldsOf(firstOf('creators'), 'author', 'author').slice(0, 2),
  ...fieldsOf(firstOf('maintainers'), 'maintainer', 'maintainer').slice(0, 2),
];

/** In extras. */
export const agentExtras: readonly TextField<Dataset>[] = [
  ...fieldsOf(firstOf('creators'), 'author', 'author').slice(2),
  ...fieldsOf(firstOf('maintainers'), 'maintainer', 'maintainer').slice(2),
  ...fieldsOf(publisher, 'publisher', 'publisher_name'),
  ...fieldsOf(firstOf('originators'), 'originator', 'originator_name'),
  ...fieldsOf(firstOf('contributors'), 'contributor', 'contributor_name'),
];

/** Without agents of whom nothing is left. */
export const withoutNobody = (dataset: Dataset): Dataset => {
  const { publisher: office, ...rest } = dataset;
  return {
    ...rest,
    ...(office !== undefined && isSomebody(office) ? { publisher: office } : {}),
    creators: dataset.creators.filter(isSomebody),
    maintainers: dataset.maintainers.filter(isSomebody),
    originators: dataset.originators.filter(isSomebody),
    contributors: dataset.contributors.filter(isSomebody),
  };
};
