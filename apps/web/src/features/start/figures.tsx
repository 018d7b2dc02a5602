import { Loading } from '@allmende/design-system';
import type { Entity } from '../../api/entity.ts';
import type { LiveState } from '../../api/use-live.ts';
import { LiveStatus, quantity, useUnits } from '../../city/index.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { cityFigures, type CityFigure } from './city-figures.ts';
import { text } from './text.ts';

interface FiguresProps {
  readonly byType: ReadonlyMap<string, readonly Entity[]>;
  readonly types: readonly string[];
  readonly isPending: boolean;
  readonly live: LiveState;
}

/** How the city is doing right now, in a few numbers that lead to the map. */
export const Figures = ({ byType, types, isPending, live }: FiguresProps) => {
  const t = useText(text);
  const unitOf = useUnits(types);
  const figures = cityFigures(byType);
  return (
    <section className="start__now" aria-labelledby="start-now">
      <header className="start__now-head">
        <h2 className="kern-heading-medium" id="start-now">
          {t('now')}
        </h2>
        <LiveStatus state={live} />
      </header>
      {isPending && figures.length === 0 ? <Loading /> : null}
      <ul className="start__figures">
        {figures.map((figure) => (
          <Figure key={figure.key} figure={figure} unitCode={unitOf(figure.type, figure.attribute)} />
        ))}
      </ul>
    </section>
  );
};

interface FigureProps {
  readonly figure: CityFigure;
  readonly unitCode: string | undefined;
}

const Figure = ({ figure, unitCode }: FigureProps) => {
  const t = useText(text);
  const format = useFormat();
  const { key, type, attribute, value, total, count, minutes } = figure;
  // Full containers are counted; everything else is in the unit of what is measured.
  const unit = key === 'waste' ? '' : quantity(attribute, unitCode).unit;
  const share = total === undefined ? undefined : value / total;
  return (
    <li className="start__figure">
      <Link className="start__figure-link" to={`/map?layers=${encodeURIComponent(type)}`}>
        <span className="start__label">{t(`${key}_label`)}</span>
        <span className="start__number">
          {format.number(Math.round(value * 10) / 10)}
          {unit === '' ? null : <span className="start__unit">{`\u00a0${unit}`}</span>}
        </span>
        <span className="start__detail">
          {t(`${key}_detail`, { count, total: total ?? 0, minutes: minutes ?? 0 })}
        </span>
      </Link>
      {share === undefined ? null : (
        <span className="start__bar" aria-hidden="true">
          <span style={{ inlineSize: `${String(Math.min(100, Math.round(share * 100)))}%` }} />
        </span>
      )}
    </li>
  );
};
