interface CurlOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly tenant?: string;
  /** JSON. */
  readonly body?: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A call as a command for a POSIX shell. */
export const curlCommand = (
  address: string,
  { method = 'GET', tenant = '', body }: CurlOptions = {},
): string =>
  [
    'curl',
    ...(method === 'GET' ? [] : [`--request ${method}`]),
    `--header 'Accept: application/json'`,
    ...(tenant === '' ? [] : [`--header ${quoted(`NGSILD-Tenant: ${tenant}`)}`]),
    ...(body === undefined ? [] : [`--header 'Content-Type: application/json'`, `--data ${quoted(body)}`]),
    quoted(address),
  ].join(' ');
