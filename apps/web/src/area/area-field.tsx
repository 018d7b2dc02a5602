import { Button, CityMap, SelectField, TextField, type Position } from '@allmende/design-system';
import { useMemo } from 'react';
import { districtType, entityName, toMapAreas, useEntitiesOf } from '../city/index.ts';
import { useLanguage, useText } from '../i18n/index.ts';
import { useTheme } from '../theme/theme.tsx';
import './area.css';
import { cornersOf, formatCorners, parseCorners } from './corners.ts';
import { text } from './text.ts';

interface AreaFieldProps {
  /** Text, one corner per line. */
  readonly corners: string;
  /** Number of holes that came with the area. */
  readonly holes: number;
  readonly error: string | undefined;
  /** `isKept` is false when another area begins, to which the holes no longer belong. */
  readonly onChange: (corners: string, isKept: boolean) => void;
}

const noLayers: readonly never[] = [];

/** An area by clicks on the map, from a district or by typed corners; all three write the same text. */
export const AreaField = ({ corners, holes, error, onChange }: AreaFieldProps) => {
  const t = useText(text);
  const { theme } = useTheme();
  const { language } = useLanguage();
  const districts = useEntitiesOf(districtType);
  const areas = useMemo(() => toMapAreas(districts.data ?? []), [districts.data]);
  const sketch = useMemo((): readonly Position[] => {
    const read = parseCorners(corners);
    return 'corners' in read ? read.corners : [];
  }, [corners]);
  const lines = corners.split('\n').filter((line) => line.trim() !== '');
  const takeDistrict = (id: string): void => {
    const area = areas.find((one) => one.id === id);
    if (area !== undefined) onChange(formatCorners(cornersOf(area.geometry)), false);
  };
  return (
    <fieldset className="area">
      <legend className="kern-label">{t('area')}</legend>
      <p className="kern-body">{t('areaHint')}</p>
      <CityMap
        label={t('area')}
        layers={noLayers}
        areas={areas}
        sketch={sketch}
        isDark={theme === 'dark'}
        onPlace={(position) => {
          onChange([...lines, formatCorners([position])].join('\n'), true);
        }}
      />
      <div className="ds-row">
        <Button
          variant="secondary"
          className="kern-btn--x-small"
          disabled={lines.length === 0}
          onClick={() => {
            onChange(lines.slice(0, -1).join('\n'), true);
          }}
        >
          {t('undoCorner')}
        </Button>
        <Button
          variant="secondary"
          className="kern-btn--x-small"
          disabled={lines.length === 0}
          onClick={() => {
            onChange('', false);
          }}
        >
          {t('clearCorners')}
        </Button>
        <span className="kern-body kern-body--muted" role="status">
          {t('cornerCount', { count: sketch.length })}
        </span>
      </div>
      {areas.length === 0 ? null : (
        <SelectField
          label={t('district')}
          value=""
          options={[
            { value: '', label: t('choose') },
            ...(districts.data ?? [])
              .map((district) => ({ value: district.id, label: entityName(district) }))
              .sort((a, b) => a.label.localeCompare(b.label, language)),
          ]}
          onChange={takeDistrict}
        />
      )}
      <TextField
        label={t('corners')}
        hint={t('cornersHint', { holes })}
        rows={6}
        value={corners}
        error={error}
        onChange={(next) => {
          onChange(next, true);
        }}
      />
    </fieldset>
  );
};
