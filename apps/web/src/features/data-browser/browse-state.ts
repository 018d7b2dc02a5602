import { operators, type Condition, type Join } from './filter.ts';

/** What the data browser shows; kept in the page's address, so that it can be shared. */
export interface BrowseState {
  /** '' is the default tenant. */
  readonly tenant: string;
  /** '' while no type is chosen. */
  readonly type: string;
  readonly conditions: readonly Condition[];
  readonly join: Join;
  /** From 1 on. */
  readonly page: number;
}

/** Reads the state from the address; unknown parts are left out. */
export const readBrowseState = (parameters: URLSearchParams): BrowseState => {
  const [chosen, values] = [parameters.getAll('op'), parameters.getAll('value')];
  const conditions = parameters.getAll('attr').map((attribute, index) => ({
    attribute,
    operator: operators.find((operator) => operator === chosen[index]) ?? 'exists',
    value: values[index] ?? '',
  }));
  const page = Number(parameters.get('page') ?? 1);
  return {
    tenant: parameters.get('tenant') ?? '',
    type: parameters.get('type') ?? '',
    conditions,
    join: parameters.get('join') === 'or' ? 'or' : 'and',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
};

/** The address's parameters of a state; what is usual is left out. */
export const writeBrowseState = ({ tenant, type, conditions, join, page }: BrowseState): URLSearchParams => {
  const parameters = new URLSearchParams();
  if (type !== '') parameters.set('type', type);
  for (const { attribute, operator, value } of conditions) {
    parameters.append('attr', attribute);
    parameters.append('op', operator);
    parameters.append('value', value);
  }
  if (join === 'or') parameters.set('join', join);
  if (page > 1) parameters.set('page', String(page));
  if (tenant !== '') parameters.set('tenant', tenant);
  return parameters;
};
