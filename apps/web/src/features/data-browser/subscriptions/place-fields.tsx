import { Card, ChoiceButtons, CityMap, TextField, type Position } from '@allmende/design-system';
import { useMemo } from 'react';
import { AreaField } from '../../../area/index.ts';
import { districtType, toMapAreas, useEntitiesOf } from '../../../city/index.ts';
import { useText } from '../../../i18n/index.ts';
import { useTheme } from '../../../theme/theme.tsx';
import type { GeoKind } from './subscription-fields.ts';
import { parsePoint } from './subscription-problems.ts';
import { text } from './text.ts';
import type { FieldsProps } from './what-fields.tsx';

const kinds: readonly GeoKind[] = ['none', 'area', 'near', 'other'];

/** Where the entities are: anywhere, within an area, near a point. */
export const PlaceFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  const { kept } = form;
  const isOther = form.geoKind === 'other';
  const offered = kinds.filter((kind) => kind !== 'other' || isOther);
  return (
    <Card title={t('geo')}>
      <ChoiceButtons
        label={t('geo')}
        value={form.geoKind}
        options={offered.map((kind) => ({ value: kind, label: t(`geo_${kind}`) }))}
        onChange={(next) => {
          onChange({ geoKind: kinds.find((kind) => kind === next) ?? form.geoKind });
        }}
      />
      {form.geoKind === 'area' ? (
        <AreaField
          corners={form.corners}
          holes={0}
          error={problemText('corners')}
          onChange={(corners) => {
            onChange({ corners });
          }}
        />
      ) : null}
      {form.geoKind === 'near' ? (
        <NearFields form={form} onChange={onChange} problemText={problemText} />
      ) : null}
      {isOther && kept?.geoQ !== undefined ? (
        <p className="kern-body">
          {t('geoKept', { relation: kept.geoQ.georel, geometry: kept.geoQ.geometry })}
        </p>
      ) : null}
    </Card>
  );
};

const noLayers: readonly never[] = [];

const NearFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  const { theme } = useTheme();
  const districts = useEntitiesOf(districtType);
  const areas = useMemo(() => toMapAreas(districts.data ?? []), [districts.data]);
  const { point } = form;
  const sketch = useMemo((): readonly Position[] => {
    const read = parsePoint(point);
    return read === undefined ? [] : [read];
  }, [point]);
  return (
    <div className="area">
      <CityMap
        label={t('point')}
        layers={noLayers}
        areas={areas}
        sketch={sketch}
        isDark={theme === 'dark'}
        onPlace={([longitude, latitude]) => {
          onChange({ point: `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` });
        }}
      />
      <div className="ds-fields">
        <TextField
          label={t('point')}
          hint={t('pointHint')}
          value={point}
          error={problemText('point')}
          onChange={(next) => {
            onChange({ point: next });
          }}
        />
        <TextField
          label={t('distance')}
          isNumeric
          value={form.distance}
          error={problemText('distance')}
          onChange={(distance) => {
            onChange({ distance });
          }}
        />
      </div>
    </div>
  );
};
