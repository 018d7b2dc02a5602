import { TextField } from '@allmende/design-system';
import { useState } from 'react';
import type { Entity } from '../../api/entity.ts';
import { cityType, entityName } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { searchPlaces } from './search-places.ts';
import { text } from './text.ts';

interface PlaceSearchProps {
  readonly entities: readonly Entity[];
  readonly onSelect: (entity: Entity) => void;
}

const most = 6;

/** Finds places by name and leads to them on the map; the keyboard's way to every point. */
export const PlaceSearch = ({ entities, onSelect }: PlaceSearchProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const [wanted, setWanted] = useState('');
  const found = searchPlaces(entities, wanted);
  return (
    <search className="map-page__search">
      <TextField label={t('search')} value={wanted} onChange={setWanted} />
      <p className="kern-sr-only" role="status">
        {wanted.trim() === '' ? '' : t('found', { count: found.length })}
      </p>
      {wanted.trim() !== '' && found.length === 0 ? (
        <p className="kern-body kern-body--small">{t('found', { count: 0 })}</p>
      ) : null}
      {found.length === 0 ? null : (
        <ul className="map-page__found">
          {found.slice(0, most).map((entity) => (
            <li key={entity.id}>
              <button
                type="button"
                className="map-page__hit"
                onClick={() => {
                  onSelect(entity);
                  setWanted('');
                }}
              >
                <span className="map-page__hit-name">{entityName(entity)}</span>
                <span className="kern-body--muted">{cityType(entity.type).names[language]}</span>
              </button>
            </li>
          ))}
          {found.length > most ? (
            <li className="map-page__rest kern-body--muted">
              {t('further', { count: found.length - most })}
            </li>
          ) : null}
        </ul>
      )}
    </search>
  );
};
