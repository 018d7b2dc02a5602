import type { Position } from '@allmende/design-system';
import type { Box } from './search-state.ts';

/** The rectangle around corners; undefined where they make none. */
export const boxAround = (corners: readonly Position[]): Box | undefined => {
  const longitudes = corners.map(([longitude]) => longitude);
  const latitudes = corners.map(([, latitude]) => latitude);
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  return west < east && south < north ? [west, south, east, north] : undefined;
};

/** The four corners of a rectangle. */
export const boxCorners = ([west, south, east, north]: Box): readonly Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];
