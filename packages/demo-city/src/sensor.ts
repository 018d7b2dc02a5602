import { type Measured, type NgsiLdEntity, observation } from './ngsi-ld.ts';

/** Values of one sensor at one time, by attribute. */
export type Reading = Readonly<Record<string, Measured>>;

/** Something in the city that reports. What it reads depends on seed and time alone: history and live agree. */
export interface Sensor {
  readonly id: string;
  readonly type: string;
  /** Real time between two live reports. */
  readonly cadenceMs: number;
  /** Steps of the simulated history between two of its values; absent where the past is of no interest. */
  readonly historyStride?: number;
  /** The value of `dateObserved`, where the Smart Data Model asks for it: an instant, or an interval of ISO 8601. */
  readonly dateObserved?: (timeMs: number) => unknown;
  /** What it reports at a time, or nothing while it is out of order. */
  read(timeMs: number): Reading | undefined;
}

/** The entity as a sensor reports it at one time, or nothing while the sensor is silent. */
export const reportOf = (sensor: Sensor, timeMs: number): NgsiLdEntity | undefined => {
  const reading = sensor.read(timeMs);
  if (reading === undefined) return undefined;
  const { dateObserved } = sensor;
  const dated =
    dateObserved === undefined ? reading : { ...reading, dateObserved: { value: dateObserved(timeMs) } };
  const attributes = Object.entries(dated).map(([name, measured]) => [name, observation(measured, timeMs)]);
  return { id: sensor.id, type: sensor.type, ...Object.fromEntries(attributes) };
};
