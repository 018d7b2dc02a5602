/** A unit of UN/CEFACT Recommendation 20 (codes for units of measure used in international trade). */
interface Unit {
  readonly code: string;
  readonly dimension: string;
  /** base = value × factor + offset */
  readonly factor: number;
  readonly offset?: number;
}

const unit = (code: string, dimension: string, factor = 1, offset = 0): Unit => ({
  code,
  dimension,
  factor,
  offset,
});

/** By the symbol that mapping files use; codes as in Recommendation 20, revision 17. */
const units: Readonly<Record<string, Unit>> = {
  '1': unit('C62', 'number'),
  '%': unit('P1', 'number', 0.01),
  ppm: unit('59', 'number', 1e-6),
  ppb: unit('61', 'number', 1e-9),
  'µg/m³': unit('GQ', 'mass concentration', 1e-6),
  'mg/m³': unit('GP', 'mass concentration', 1e-3),
  K: unit('KEL', 'temperature'),
  '°C': unit('CEL', 'temperature', 1, 273.15),
  '°F': unit('FAH', 'temperature', 5 / 9, 459.67 * (5 / 9)),
  'm/s': unit('MTS', 'speed'),
  'km/h': unit('KMH', 'speed', 1 / 3.6),
  kn: unit('KNT', 'speed', 1852 / 3600),
  Pa: unit('PAL', 'pressure'),
  hPa: unit('A97', 'pressure', 100),
  mbar: unit('MBR', 'pressure', 100),
  kPa: unit('KPA', 'pressure', 1000),
  mm: unit('MMT', 'length', 1e-3),
  cm: unit('CMT', 'length', 1e-2),
  m: unit('MTR', 'length'),
  km: unit('KMT', 'length', 1000),
  'm²': unit('MTK', 'area'),
  ha: unit('HAR', 'area', 1e4),
  'km²': unit('KMK', 'area', 1e6),
  l: unit('LTR', 'volume', 1e-3),
  'm³': unit('MTQ', 'volume'),
  g: unit('GRM', 'mass', 1e-3),
  kg: unit('KGM', 'mass'),
  t: unit('TNE', 'mass', 1000),
  s: unit('SEC', 'time'),
  min: unit('MIN', 'time', 60),
  h: unit('HUR', 'time', 3600),
  W: unit('WTT', 'power'),
  kW: unit('KWT', 'power', 1000),
  MW: unit('MAW', 'power', 1e6),
  kWh: unit('KWH', 'energy', 3.6e6),
  MWh: unit('MWH', 'energy', 3.6e9),
  V: unit('VLT', 'voltage'),
  A: unit('AMP', 'current'),
  dB: unit('2N', 'level'),
  lx: unit('LUX', 'illuminance'),
  'W/m²': unit('D54', 'irradiance'),
  '°': unit('DD', 'angle'),
};

/** The greek and the micro sign are two characters that look the same; superscripts may be plain digits. */
const normalised = (symbol: string): string =>
  symbol
    .replace('μ', 'µ')
    .replace(/(?<=m)\^?([23])$/, (_whole, digit: string) => (digit === '2' ? '²' : '³'))
    .trim();

const find = (symbol: string): Unit | undefined => {
  const key = normalised(symbol);
  return Object.hasOwn(units, key) ? units[key] : undefined;
};

/** Whether mapping files may name this unit. */
export const isKnownUnit = (symbol: string): boolean => find(symbol) !== undefined;

/** The UN/CEFACT code of a unit; the text itself when it is not in the table. */
export const unitCodeOf = (symbol: string): string => find(symbol)?.code ?? symbol;

const SIGNIFICANT_DIGITS = 12;

/** A function from values in one unit to values in another; nothing when they measure different things. */
export const unitConversion = (from: string, to: string): ((value: number) => number) | undefined => {
  const source = find(from);
  const target = find(to);
  if (source === undefined || target === undefined || source.dimension !== target.dimension) return undefined;
  if (source === target) return (value) => value;
  return (value) => {
    const base = value * source.factor + (source.offset ?? 0);
    return Number(((base - (target.offset ?? 0)) / target.factor).toPrecision(SIGNIFICANT_DIGITS));
  };
};
