import type { MapArea } from '@allmende/design-system';
import type { Entity } from '../../api/entity.ts';
import { useText } from '../../i18n/index.ts';
import { useIsDemo } from '../../api/use-is-demo.ts';
import { Link } from '../../tenant/index.ts';
import { CitySilhouette } from './city-silhouette.tsx';
import type { LatestValue } from './latest-values.ts';
import { text } from './text.ts';

interface HeroProps {
  readonly areas: readonly MapArea[];
  readonly places: readonly Entity[];
  readonly latest: readonly LatestValue[];
  readonly summary?: { readonly entities: number; readonly types: number };
}

/** The city itself, and the two ways in. */
export const Hero = ({ areas, places, latest, summary }: HeroProps) => {
  const t = useText(text);
  const isDemo = useIsDemo();
  return (
    <section className="start__hero" aria-labelledby="start-title">
      <div className="start__words">
        <h1 className="start__title" id="start-title">
          {t('title')}
        </h1>
        <p className="start__intro">{t('intro')}</p>
        {isDemo ? (
          <p className="start__origin">
            {t('demoOrigin')}{' '}
            <a className="start__origin-link" href="#sources">
              {t('toSources')}
            </a>
          </p>
        ) : null}
        <p className="start__summary">{summary === undefined ? '' : t('summary', summary)}</p>
        <div className="start__calls">
          <Link className="start__call start__call--first" to="/map">
            {t('openMap')}
          </Link>
          <Link className="start__call" to="/data">
            {t('openData')}
          </Link>
        </div>
      </div>
      <div className="start__picture">
        <CitySilhouette areas={areas} places={places} latest={latest} />
      </div>
    </section>
  );
};
