import { prepared } from './prepare-data.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: unknown;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Ids that an address may be about, by what stands before them. */
const idsOf = (path: string): readonly string[] | undefined => {
  const kind = /\/(\w+)\/\{id\}/u.exec(path)?.[1];
  return Object.entries(prepared).find(([name]) => name === kind)?.[1];
};

const otherValues: Readonly<Record<string, readonly string[]>> = {
  attribute: ['seats', 'location', 'near'],
  type: ['Bench'],
};

const narrowed = (path: string, parameter: Parameter): Parameter => {
  const { name } = parameter;
  if (parameter.in === 'header' && name === 'NGSILD-Tenant')
    return { ...parameter, schema: { enum: ['probe'] } };
  const values = parameter.in !== 'path' ? undefined : name === 'id' ? idsOf(path) : otherValues[name];
  return values === undefined ? parameter : { ...parameter, schema: { enum: values } };
};

/**
 * The document with addresses of what is there: made-up ids alone would test only that nothing is found. What does
 * not fit is still made up, as the negative half of a run leaves schemas.
 */
export const narrowDocument = <Document extends OpenApi>(document: Document): Document => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [
          method,
          {
            ...operation,
            parameters: (operation.parameters ?? []).map((parameter) => narrowed(path, parameter)),
          },
        ]),
      ),
    ]),
  ),
});
