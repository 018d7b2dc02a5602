export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object as JSON has them: neither null nor an array. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
