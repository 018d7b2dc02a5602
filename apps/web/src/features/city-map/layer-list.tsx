import { useId } from 'react';
import type { Entity } from '../../api/entity.ts';
import { valueScale, type cityType } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { ValueLegend } from './value-legend.tsx';

interface Layer {
  readonly type: ReturnType<typeof cityType>;
  readonly visible: boolean;
  readonly count: number;
  /** Some of its points have no value to be coloured by. */
  readonly hasHollow: boolean;
  /** One of its entities, which tells what its numbers count. */
  readonly sample: Entity | undefined;
}

interface LayerListProps {
  readonly layers: readonly Layer[];
  readonly unitOf: (type: string, attribute: string) => string | undefined;
  readonly onToggle: (type: string) => void;
}

/** Legend, counts and switches of the layers in one. */
export const LayerList = ({ layers, unitOf, onToggle }: LayerListProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const id = useId();
  return (
    <ul className="map-page__layers">
      {layers.map(({ type, visible, count, hasHollow, sample }) => (
        <li key={type.type}>
          <span className="map-page__layer">
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
            <span className="kern-body kern-body--muted map-page__count">{t('count', { count })}</span>
          </span>
          {visible ? (
            <ValueLegend
              type={type.type}
              sample={sample}
              hasHollow={hasHollow}
              unitCode={unitOf(type.type, valueScale(type.type)?.attribute ?? '')}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
};
