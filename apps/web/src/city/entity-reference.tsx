import { Link } from '../tenant/index.ts';
import { useEntityName } from './use-entity-name.ts';

/** Leads to the page of an entity known by its id, under its name. */
export const EntityReference = ({ id }: { readonly id: string }) => (
  <Link className="kern-link" to={`/entities/${encodeURIComponent(id)}`}>
    {useEntityName(id)}
  </Link>
);
