import { Button, Card, EmptyState } from '@allmende/design-system';
import { Link } from 'react-router';
import type { Entity } from '../../api/entity.ts';
import { AttributeText, attributeName, cityType, entityName } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { placeAttributes } from './place-attributes.ts';
import { text } from './text.ts';

interface PlaceDetailsProps {
  readonly entity: Entity | undefined;
  readonly onClose: () => void;
}

/** The values of the chosen place. */
export const PlaceDetails = ({ entity, onClose }: PlaceDetailsProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  if (entity === undefined) return <EmptyState title={t('nothing')}>{t('nothingDetail')}</EmptyState>;
  return (
    <Card title={entityName(entity)} preline={cityType(entity.type).names[language]}>
      <dl className="kern-description-list" aria-live="polite">
        {placeAttributes(entity).map((name) => (
          <div className="kern-description-list-item" key={name}>
            <dt className="kern-description-list-item__key">{attributeName(name, language)}</dt>
            <dd className="kern-description-list-item__value">
              <AttributeText value={entity[name]} />
            </dd>
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
