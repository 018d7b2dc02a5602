const directives = (cacheControl: string): ReadonlyMap<string, string> =>
  new Map(
    cacheControl.split(',').map((part) => {
      const [name = '', value = ''] = part.trim().toLowerCase().split('=');
      return [name, value.replaceAll('"', '')] as const;
    }),
  );

const seconds = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/u.test(text) ? Number(text) : undefined;

/**
 * How long an answer may be used without asking again, in milliseconds; undefined when its server says nothing of it
 * (RFC 9111 §4.2.1, RFC 7234 in CIM 009 §6.3.16). A broker is a cache that many share.
 */
export const lifetimeOf = (headers: Pick<Headers, 'get'>): number | undefined => {
  const known = directives(headers.get('cache-control') ?? '');
  if (known.has('no-store') || known.has('no-cache')) return 0;
  const age = seconds(headers.get('age') ?? undefined) ?? 0;
  const given = seconds(known.get('s-maxage')) ?? seconds(known.get('max-age'));
  if (given !== undefined) return Math.max(0, given - age) * 1000;
  const expires = headers.get('expires');
  if (expires === null) return undefined;
  // An Expires that is no date, such as 0, is in the past (RFC 9111 §5.3).
  const [ends, sent] = [Date.parse(expires), Date.parse(headers.get('date') ?? '')];
  return Number.isNaN(ends) || Number.isNaN(sent) ? 0 : Math.max(0, ends - sent);
};
