type Json = Readonly<Record<string, unknown>>;

/** Members that the broker writes itself. */
const own: ReadonlySet<string> = new Set([
  'id',
  'type',
  '@context',
  'status',
  'createdAt',
  'modifiedAt',
  'timesSent',
  'timesFailed',
  'lastNotification',
  'lastSuccess',
  'lastFailure',
]);

/** A kept document without what the broker writes itself. */
export const withoutOwn = (document: Json): Json =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !own.has(name)));

/** Text that is the same for the same content, in whatever order members come. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** What turns the kept document into the written one (§5.5.8): what is new or changed, and null for what is gone. */
export const fragmentOf = (kept: Json, written: Json): Json => {
  const [before, after] = [withoutOwn(kept), withoutOwn(written)];
  const changed = Object.entries(after).filter(
    ([name, value]) => canonical(value) !== canonical(before[name]),
  );
  const gone = Object.keys(before).filter((name) => after[name] === undefined);
  return { ...Object.fromEntries(changed), ...Object.fromEntries(gone.map((name) => [name, null])) };
};
