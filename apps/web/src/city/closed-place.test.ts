import { describe, expect, it } from 'vitest';
import { toldValue } from './closed-place.ts';

describe('toldValue', () => {
  const park = { availableSpotNumber: 76, occupancy: 0.62, totalSpotNumber: 202, status: ['closed'] };

  it('says closed in place of what cannot be reached', () => {
    expect(toldValue(park, 'availableSpotNumber')).toBe('closed');
    expect(toldValue({ ...park, status: 'closedAbnormal' }, 'occupancy')).toBe('closed');
  });

  it('leaves everything else as it is', () => {
    expect(toldValue(park, 'totalSpotNumber')).toBe(202);
    expect(toldValue(park, 'status')).toEqual(['closed']);
    expect(toldValue({ ...park, status: ['open', 'full'] }, 'availableSpotNumber')).toBe(76);
    expect(toldValue({ availableSpotNumber: 3 }, 'availableSpotNumber')).toBe(3);
    expect(toldValue({ status: 'closed' }, 'availableSpotNumber')).toBeUndefined();
  });
});
