import { EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useEntitiesOf } from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { EntityTable } from './entity-table.tsx';
import { text } from './text.ts';

interface TableTileProps {
  readonly type: string;
  readonly attribute: string;
  readonly title: string;
}

/** All entities of a type with one attribute. */
export const TableTile = ({ type, attribute, title }: TableTileProps) => {
  const t = useText(text);
  const entities = useEntitiesOf(type);
  if (entities.isPending) return <Loading />;
  if (entities.isError) {
    return <ErrorState detail={entities.error.message} onRetry={() => void entities.refetch()} />;
  }
  if (entities.data.length === 0) return <EmptyState title={t('noEntities')} />;
  return (
    <>
      <EntityTable caption={t('listOf', { title })} entities={entities.data} attribute={attribute} />
      <p className="dashboard__link">
        <Link className="kern-link kern-link--small" to={`/data?type=${encodeURIComponent(type)}`}>
          {t('openData')}
        </Link>
      </p>
    </>
  );
};
