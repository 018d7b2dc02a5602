import { Card, CityMap, type MapLayer } from '@allmende/design-system';
import { useMemo } from 'react';
import type { DatasetContent } from '../../api/portal.ts';
import { useText } from '../../i18n/index.ts';
import { useTheme } from '../../theme/theme.tsx';
import { coverageOf } from './coverage.ts';
import { text } from './text.ts';
import { useWords } from './use-words.ts';

/** Where the data are of, in words and on a map. */
export const CoverageCard = ({ content }: { readonly content: DatasetContent }) => {
  const t = useText(text);
  const words = useWords();
  const { theme } = useTheme();
  const { areas, points } = useMemo(() => coverageOf(content.spatial), [content.spatial]);
  const layers = useMemo(
    (): readonly MapLayer[] => [
      { id: 'places', color: '#2a4fd0', radius: 7, visible: true, features: points },
    ],
    [points],
  );
  const names = [
    ...content.spatial.flatMap(({ label }) => label ?? []),
    words(content.geocodingDescription),
  ].filter((name) => name !== '');
  const isDrawn = areas.length + points.length > 0;
  if (!isDrawn && names.length === 0) return null;
  return (
    <Card title={t('coverage')}>
      {names.length === 0 ? null : <p className="kern-body">{[...new Set(names)].join(', ')}</p>}
      {isDrawn ? (
        <div className="portal__map">
          <CityMap label={t('coverageMap')} layers={layers} areas={areas} isDark={theme === 'dark'} />
        </div>
      ) : null}
    </Card>
  );
};
