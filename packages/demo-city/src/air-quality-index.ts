/** Classes of the German air quality index as the source names them, best first. */
export const airQualityLevels = ['very good', 'good', 'moderate', 'poor', 'very poor'] as const;

/**
 * Highest value (µg/m³) of the classes but the last, as used by the Umweltbundesamt until 2024 and hence by the
 * measured series: hourly means of NO2 and O3, floating daily means of particulate matter.
 */
const limits: Readonly<Record<string, readonly number[]>> = {
  pm10: [20, 35, 50, 100],
  o3: [60, 120, 180, 240],
  no2: [20, 40, 100, 200],
  pm25: [10, 20, 25, 50],
};

/** Class 1 (very good) … 5 (very poor): that of the worst pollutant; values count as whole numbers. */
export const airQualityIndex = (values: Readonly<Record<string, number>>): number =>
  Math.max(
    1,
    ...Object.entries(values).map(
      ([pollutant, value]) =>
        1 + (limits[pollutant] ?? []).filter((limit) => Math.round(value) > limit).length,
    ),
  );
