/** Names whose usual spelling is not that of their parts with a capital each. */
const spelled: Readonly<Record<string, string>> = {
  etag: 'ETag',
  'www-authenticate': 'WWW-Authenticate',
};

const capital = (part: string): string =>
  part === 'ngsild' ? 'NGSILD' : part.charAt(0).toUpperCase() + part.slice(1);

/**
 * A header's name as specifications write it. Names have no case (RFC 9110 §5.1), but clients that compare them
 * letter by letter exist.
 */
export const headerName = (name: string): string => spelled[name] ?? name.split('-').map(capital).join('-');
