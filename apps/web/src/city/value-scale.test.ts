import { describe, expect, it } from 'vitest';
import { classOf, scaleColors, scaleStroke, valueColor, valueScale } from './value-scale.ts';

/** Relative luminance (WCAG 2.2). */
const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

const types = [
  'TrafficFlowObserved',
  'OffStreetParking',
  'AirQualityObserved',
  'WeatherObserved',
  'WasteContainer',
  'EVChargingStation',
];

describe('the scale of values', () => {
  it('puts a value into its class, the lower end included', () => {
    const scale = valueScale('TrafficFlowObserved');
    if (scale === undefined) throw new Error('no scale');
    expect([0, 9.9, 10, 59, 120, 4000].map((value) => classOf(scale, value))).toEqual([0, 0, 1, 2, 4, 4]);
  });

  it.each(types)('is read by lightness alone, so that colour-blind people can: %s', (type) => {
    for (const isDark of [false, true]) {
      const lights = scaleColors(type, isDark).map(luminance);
      expect(lights.length).toBe((valueScale(type)?.breaks.length ?? 0) + 1);
      const sorted = [...lights].sort((a, b) => a - b);
      expect([sorted, [...sorted].reverse()]).toContainEqual(lights);
      for (const [index, light] of sorted.entries()) {
        const next = sorted[index + 1];
        if (next !== undefined) expect((next + 0.05) / (light + 0.05)).toBeGreaterThan(1.35);
      }
    }
  });

  it.each(types)('has an edge that stands out from the ground: %s', (type) => {
    expect(contrast(scaleStroke(type, false) ?? '#ffffff', '#fbfaf6')).toBeGreaterThan(3);
    expect(contrast(scaleStroke(type, true) ?? '#000000', '#1c2130')).toBeGreaterThan(3);
  });

  it('draws much in strong colours on either ground, and what is scarce strongest', () => {
    const full = { id: 'urn:a', type: 'OffStreetParking', occupancy: 0.95 };
    expect(valueColor(full, false)).toBe('#3f1b7c');
    expect(valueColor(full, true)).toBe('#e0d5f8');
    const taken = { id: 'urn:b', type: 'EVChargingStation', availableCapacity: 0 };
    expect(valueColor(taken, false)).toBe('#1c4a09');
    expect(valueColor(taken, true)).toBe('#d2edc2');
  });

  it('leaves what has no value hollow, and types without a scale to their own colour', () => {
    expect(valueColor({ id: 'urn:c', type: 'WasteContainer' }, false)).toBe('rgba(0, 0, 0, 0)');
    const closed = { id: 'urn:e', type: 'OffStreetParking', occupancy: 0.62, status: ['closed'] };
    expect(valueColor(closed, false)).toBe('rgba(0, 0, 0, 0)');
    expect(valueColor({ id: 'urn:d', type: 'School' }, false)).toBeUndefined();
    expect(scaleColors('School', false)).toEqual([]);
  });
});
