import { fromLocalField, toLocalField } from '@allmende/design-system';

/** An instant as a field for date and time shows it, in the zone of the city; '' for none. */
export const toTimeField = (instant: string | undefined): string => {
  const time = instant === undefined ? Number.NaN : Date.parse(instant);
  return Number.isNaN(time) ? '' : toLocalField(time);
};

/** The instant that somebody typed; undefined for what is none. */
export const fromTimeField = (text: string): string | undefined => {
  const time = fromLocalField(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
