import districts from '../seed/districts.json' with { type: 'json' };

type Ring = readonly (readonly number[])[];

/** Even-odd rule: a ray to the east crosses the ring an odd number of times. */
export const isInRing = (ring: Ring, lon: number, lat: number): boolean => {
  let isInside = false;
  let [fromLon = 0, fromLat = 0] = ring.at(-1) ?? [];
  for (const [toLon = 0, toLat = 0] of ring) {
    const crosses =
      fromLat > lat !== toLat > lat && lon < ((fromLon - toLon) * (lat - toLat)) / (fromLat - toLat) + toLon;
    if (crosses) isInside = !isInside;
    [fromLon, fromLat] = [toLon, toLat];
  }
  return isInside;
};

/** Number of the statistical district at a place, or undefined outside the city. */
export const findDistrict = (lon: number, lat: number): string | undefined =>
  districts.districts.find(({ ring }) => isInRing(ring, lon, lat))?.id;
