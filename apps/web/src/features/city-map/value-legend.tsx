import type { Entity } from '../../api/entity.ts';
import {
  measuredName,
  quantity,
  scaleColors,
  scaleStroke,
  valueScale,
  type ValueScale,
} from '../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { useTheme } from '../../theme/theme.tsx';
import { text } from './text.ts';

interface ValueLegendProps {
  readonly type: string;
  readonly sample: Entity | undefined;
  readonly hasHollow: boolean;
  readonly unitCode: string | undefined;
}

/** Which colour means which value; nothing for types that are not coloured by value. */
export const ValueLegend = ({ type, sample, hasHollow, unitCode }: ValueLegendProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const { theme } = useTheme();
  const scale = valueScale(type);
  const classNames = useClassNames(scale, unitCode);
  if (scale === undefined) return null;
  const colors = scaleColors(type, theme === 'dark');
  const { unit } = quantity(scale.attribute, unitCode);
  const name = measuredName(scale.attribute, language, sample);
  return (
    <div className="map-page__legend">
      <p className="kern-body kern-body--small kern-body--muted">
        {unit === '' || scale.names !== undefined ? name : t('inUnit', { name, unit })}
      </p>
      <ol data-named={scale.names === undefined ? undefined : true}>
        {classNames.map((className, index) => (
          <li key={className}>
            <span className="map-page__swatch" style={{ background: colors[index] }} aria-hidden="true" />
            {className}
          </li>
        ))}
      </ol>
      {hasHollow ? (
        <p className="map-page__unfilled">
          <span
            className="map-page__ring"
            style={{ borderColor: scaleStroke(type, theme === 'dark') }}
            aria-hidden="true"
          />
          {t('unfilled')}
        </p>
      ) : null}
    </div>
  );
};

const useClassNames = (scale: ValueScale | undefined, unitCode: string | undefined): readonly string[] => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  if (scale === undefined) return [];
  if (scale.names !== undefined) return scale.names[language];
  const { factor } = quantity(scale.attribute, unitCode);
  const ends = scale.breaks.map((end) => format.number(end * factor));
  return [
    t('below', { end: ends[0] }),
    ...ends.slice(0, -1).map((end, index) => t('between', { from: end, to: ends[index + 1] })),
    t('atLeast', { end: ends.at(-1) }),
  ];
};
