import { Button, Card, EmptyState } from '@allmende/design-system';
import { Link } from 'react-router';
import type { Entity } from '../../api/entity.ts';
import { attributeName, cityType, entityName } from '../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';

interface PlaceDetailsProps {
  readonly entity: Entity | undefined;
  readonly onClose: () => void;
}

/** The values of the chosen place. */
export const PlaceDetails = ({ entity, onClose }: PlaceDetailsProps) => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  if (entity === undefined) return <EmptyState title={t('nothing')}>{t('nothingDetail')}</EmptyState>;
  const values = Object.entries(entity).flatMap(([name, value]) =>
    (typeof value === 'number' || typeof value === 'string') &&
    name !== 'id' &&
    name !== 'type' &&
    name !== 'name'
      ? [{ name, shown: typeof value === 'number' ? format.number(value) : value }]
      : [],
  );
  return (
    <Card title={entityName(entity)} preline={cityType(entity.type).names[language]}>
      <dl className="kern-description-list" aria-live="polite">
        {values.slice(0, 10).map(({ name, shown }) => (
          <div className="kern-description-list-item" key={name}>
            <dt className="kern-description-list-item__key">{attributeName(name, language)}</dt>
            <dd className="kern-description-list-item__value">{shown}</dd>
          </div>
        ))}
      </dl>
      <Link className="kern-link" to={`/entities/${encodeURIComponent(entity.id)}`}>
        {t('open')}
      </Link>
      <Button variant="tertiary" className="kern-btn--x-small" onClick={onClose}>
        {t('close')}
      </Button>
    </Card>
  );
};
