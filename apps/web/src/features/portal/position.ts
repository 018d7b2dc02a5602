import type { Position } from '@allmende/design-system';

/** Whether something of a GeoJSON geometry is a place of the earth. */
export const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) &&
  typeof value[0] === 'number' &&
  typeof value[1] === 'number' &&
  Math.abs(value[0]) <= 180 &&
  Math.abs(value[1]) <= 90;
