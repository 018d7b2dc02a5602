/** One member of CKAN's form as text, and where the model keeps it. */
export interface TextField<Thing> {
  readonly key: string;
  show(thing: Thing): string | undefined;
  /** The thing with the text read; undefined if the text cannot be read. Without text it is cleared. */
  set(thing: Thing, text: string | undefined): Thing | undefined;
}

interface WithExtras {
  readonly extras: Readonly<Record<string, string>>;
}

const without = (extras: WithExtras['extras'], key: string): WithExtras['extras'] =>
  Object.fromEntries(Object.entries(extras).filter(([name]) => name !== key));

const readWith = <Thing>(field: TextField<Thing>, thing: Thing, text: string | undefined): Thing =>
  field.set(thing, text) ?? field.set(thing, undefined) ?? thing;

/**
 * The text of a field. How a source wrote it is kept in `extras` under the field's name, and counts as long as it says
 * what the model says: `csv` for the file type CSV, or what could not be read at all.
 */
export const showField = <Thing extends WithExtras>(
  field: TextField<Thing>,
  thing: Thing,
): string | undefined => {
  const shown = field.show(thing);
  const written = Object.hasOwn(thing.extras, field.key) ? thing.extras[field.key] : undefined;
  if (written === undefined) return shown;
  return field.show(readWith(field, thing, written)) === shown ? written : shown;
};

/** The thing with a field set to a text; nothing of the text is lost. */
export const setField = <Thing extends WithExtras>(
  thing: Thing,
  field: TextField<Thing>,
  text: string | undefined,
): Thing => {
  const read = readWith(field, thing, text);
  const extras = without(read.extras, field.key);
  const isAsShown = text === undefined || field.show(read) === text;
  return { ...read, extras: isAsShown ? extras : { ...extras, [field.key]: text } };
};

/** A JSON list of texts as ckanext-dcat writes lists; undefined where it is something else. */
export const readTextList = (text: string): readonly string[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return undefined;
    return value.every((one) => typeof one === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
};

/** A field for a list of texts. */
export const listField = <Thing>(
  key: string,
  get: (thing: Thing) => readonly string[],
  put: (thing: Thing, list: readonly string[]) => Thing,
): TextField<Thing> => ({
  key,
  show: (thing) => (get(thing).length === 0 ? undefined : JSON.stringify(get(thing))),
  set: (thing, text) => {
    const list =
      text === undefined ? [] : (readTextList(text) ?? (/^https?:\S+$/u.test(text) ? [text] : undefined));
    return list === undefined ? undefined : put(thing, list);
  },
});

/** A field for one text. */
export const plainField = <Thing>(
  key: string,
  get: (thing: Thing) => string | undefined,
  put: (thing: Thing, text: string | undefined) => Thing,
): TextField<Thing> => ({ key, show: get, set: put });

/** A member of an object left out where there is no value. */
export const withMember = <Thing extends object, Key extends keyof Thing>(
  thing: Thing,
  key: Key,
  value: Thing[Key] | undefined,
): Thing => {
  const { [key]: _, ...rest } = thing;
  return (value === undefined ? rest : { ...rest, [key]: value }) as Thing;
};
