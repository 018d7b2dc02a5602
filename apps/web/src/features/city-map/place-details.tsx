import { Button, Card } from '@allmende/design-system';
import type { Entity } from '../../api/entity.ts';
import {
  AttributeText,
  cityType,
  entityName,
  headlineValue,
  measuredName,
  toldValue,
} from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { placeAttributes } from './place-attributes.ts';
import { text } from './text.ts';

interface PlaceDetailsProps {
  readonly entity: Entity | undefined;
  readonly unitOf: (type: string, attribute: string) => string | undefined;
  readonly onClose: () => void;
}

/** The values of the chosen place, the most important one large. */
export const PlaceDetails = ({ entity, unitOf, onClose }: PlaceDetailsProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  if (entity === undefined) return <p className="kern-body kern-body--muted">{t('nothing')}</p>;
  const headline = headlineValue(entity)?.attribute;
  const rest = placeAttributes(entity).filter((name) => name !== headline);
  const value = (name: string) => (
    <AttributeText attribute={name} value={toldValue(entity, name)} unitCode={unitOf(entity.type, name)} />
  );
  return (
    <Card
      title={entityName(entity)}
      preline={cityType(entity.type).names[language]}
      actions={
        <Button variant="tertiary" className="kern-btn--x-small" icon="close" onClick={onClose}>
          <span className="kern-sr-only">{t('close')}</span>
        </Button>
      }
    >
      {headline === undefined ? null : (
        <p className="map-page__headline" aria-live="polite">
          <span className="kern-body kern-body--small kern-body--muted">
            {measuredName(headline, language, entity)}
          </span>{' '}
          <strong>{value(headline)}</strong>
        </p>
      )}
      <dl className="map-page__values">
        {rest.map((name) => (
          <div key={name}>
            <dt>{measuredName(name, language, entity)}</dt>
            <dd>{value(name)}</dd>
          </div>
        ))}
      </dl>
      <Link className="kern-link" to={`/entities/${encodeURIComponent(entity.id)}`}>
        {t('open')}
      </Link>
    </Card>
  );
};
