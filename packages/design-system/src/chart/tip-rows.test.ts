import { describe, expect, it } from 'vitest';
import { tipRows } from './tip-rows.ts';

const at = (text: string): number => Date.parse(text);

describe('tipRows', () => {
  it('tells all values of a time at once, in the city time', () => {
    const noon = at('2026-11-24T11:00:00Z');
    const later = at('2026-11-24T12:00:00Z');
    const lines = [
      {
        name: 'NO₂',
        unit: 'µg/m³',
        points: [
          { time: noon, value: 14.256 },
          { time: later, value: null },
        ],
      },
      { name: 'Üblich', unit: 'µg/m³', points: [{ time: noon, value: 12 }] },
    ];
    expect(tipRows(lines, 'µg/m³', 'de')).toEqual([
      { time: new Date(noon), value: 14.256, text: 'Di., 24.11., 12:00\nNO₂: 14,26 µg/m³\nÜblich: 12 µg/m³' },
    ]);
  });
});
