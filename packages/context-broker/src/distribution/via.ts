/** The sources that a Via header lists (RFC 9110 §7.6.3): `1.1 city-a.example, 1.1 city-b.example (comment)`. */
export const parseVia = (via: string | undefined): readonly string[] =>
  (via ?? '').split(',').flatMap((part) => part.trim().split(/\s+/u)[1] ?? []);

/** The Via header of a request that is passed on. */
export const withOwn = (via: string | undefined, alias: string): string =>
  via === undefined || via.trim() === '' ? `1.1 ${alias}` : `${via}, 1.1 ${alias}`;
