const symbols: Readonly<Record<string, string>> = {
  CEL: '°C',
  P1: '%',
  GQ: 'µg/m³',
  GP: 'mg/m³',
  MTS: 'm/s',
  KMH: 'km/h',
  A97: 'hPa',
  HPA: 'hPa',
  MMT: 'mm',
  MTR: 'm',
  DD: '°',
  KMK: 'km²',
  LUX: 'lx',
  KWT: 'kW',
  KWH: 'kWh',
  D54: 'W/m²',
  VLT: 'V',
  E30: '/h',
  C62: '',
};

/** The symbol of a UN/CEFACT unit code; the code itself when it is not known. */
export const unitSymbol = (unitCode: string | undefined): string =>
  unitCode === undefined ? '' : (symbols[unitCode] ?? unitCode);
