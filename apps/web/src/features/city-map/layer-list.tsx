import { useId } from 'react';
import type { cityType } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';

interface Layer {
  readonly type: ReturnType<typeof cityType>;
  readonly visible: boolean;
  readonly count: number;
}

/** Legend, counts and switches of the layers in one. */
export const LayerList = ({
  layers,
  onToggle,
}: {
  readonly layers: readonly Layer[];
  readonly onToggle: (type: string) => void;
}) => {
  const t = useText(text);
  const { language } = useLanguage();
  const id = useId();
  return (
    <ul className="map-page__layers">
      {layers.map(({ type, visible, count }) => (
        <li key={type.type}>
          <span className="kern-form-check">
            <input
              className="kern-form-check__checkbox"
              type="checkbox"
              id={`${id}-${type.type}`}
              checked={visible}
              onChange={() => {
                onToggle(type.type);
              }}
            />
            <label className="kern-label" htmlFor={`${id}-${type.type}`}>
              <span className="map-page__dot" style={{ background: type.color }} aria-hidden="true" />
              {type.names[language]}
            </label>
          </span>
          <span className="kern-body kern-body--muted">{t('count', { count })}</span>
        </li>
      ))}
    </ul>
  );
};
