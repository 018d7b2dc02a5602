import type { MapArea } from '@allmende/design-system';
import { useMemo } from 'react';
import type { Entity } from '../../api/entity.ts';
import { entityPosition } from '../../city/index.ts';
import { cityShape } from './city-shape.ts';
import type { LatestValue } from './latest-values.ts';

interface CitySilhouetteProps {
  readonly areas: readonly MapArea[];
  readonly places: readonly Entity[];
  readonly latest: readonly LatestValue[];
}

const width = 520;

/** The city's outline with its sensors, lit up where a value has just arrived. Decoration: all of it is told in words. */
export const CitySilhouette = ({ areas, places, latest }: CitySilhouetteProps) => {
  const shape = useMemo(() => cityShape(areas, width), [areas]);
  if (shape === undefined) return null;
  const dots = places.flatMap((entity) => {
    const position = entityPosition(entity);
    const dot = position === undefined ? undefined : shape.place(position);
    return dot === undefined ? [] : [{ id: entity.id, ...dot }];
  });
  const lit = new Map(latest.map(({ id, number }) => [id, number]));
  return (
    <svg
      className="start__city"
      viewBox={`0 0 ${String(shape.width)} ${String(Math.ceil(shape.height))}`}
      aria-hidden="true"
    >
      {shape.areas.map(({ id, path }) => (
        <path key={id} className="start__area" d={path} />
      ))}
      {dots.map(({ id, x, y }) => (
        <circle key={id} className="start__place" cx={x} cy={y} r="2.2" />
      ))}
      {dots
        .filter(({ id }) => lit.has(id))
        .map(({ id, x, y }) => (
          <g key={`${id} ${String(lit.get(id))}`} className="start__lit">
            <circle className="start__ring" cx={x} cy={y} r="5" />
            <circle className="start__spark" cx={x} cy={y} r="4" />
          </g>
        ))}
    </svg>
  );
};
