import { isJsonObject } from '@allmende/kernel';

type Json = Readonly<Record<string, unknown>>;

/** The instance without datasetId, else the first. */
const defaultInstance = (instances: readonly unknown[]): unknown =>
  instances.find((instance) => isJsonObject(instance) && instance['datasetId'] === undefined) ?? instances[0];

/** The geometry of an attribute in any representation; null when there is none (§5.2.29). */
const geometryOf = (written: unknown): unknown => {
  if (Array.isArray(written)) return geometryOf(defaultInstance(written));
  if (!isJsonObject(written)) return null;
  if ('coordinates' in written) return written;
  const { value, dataset } = written;
  if (isJsonObject(dataset)) return geometryOf(dataset['@none'] ?? Object.values(dataset)[0]);
  return isJsonObject(value) && 'coordinates' in value ? value : null;
};

/** A Feature (§5.2.29) of an entity as it is notified. */
const featureOf = ({ id, ...properties }: Json): Json => ({
  id,
  type: 'Feature',
  geometry: geometryOf(properties['location']),
  properties,
});

/** The entities of a notification as a FeatureCollection (§5.2.30, §5.3.1), with a context unless it is linked to. */
export const asFeatures = (body: string, context: unknown): string => {
  const { data, ...notification } = JSON.parse(body) as Json & { readonly data: readonly Json[] };
  const collection = {
    type: 'FeatureCollection',
    features: data.map(featureOf),
    ...(context === undefined ? {} : { '@context': context }),
  };
  return JSON.stringify({ ...notification, data: collection });
};

/** Whether the receiver wants GeoJSON without a context in it (§6.3.8). */
export const prefersPlainJson = (
  info: readonly { readonly key: string; readonly value: string }[],
): boolean =>
  info.some(
    ({ key, value }) => key.toLowerCase() === 'prefer' && /(^|[,;\s])body=json\s*($|[,;])/u.test(value),
  );
