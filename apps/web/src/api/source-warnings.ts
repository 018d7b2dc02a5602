/** What went wrong with a source; the words of a page, without the technical detail. */
export type WarningKind = 'unreachable' | 'timeout' | 'resting' | 'unreadable' | 'refused' | 'stale';

/** A source whose data are missing in an answer, or are old (CIM 009 §6.3.17). */
export interface SourceWarning {
  readonly kind: WarningKind;
  /** Host or alias of the source. */
  readonly source: string;
  /** '' where the server does not say. */
  readonly registrationId: string;
  /** What the source answered, if it refused. */
  readonly status?: string;
}

const warningPattern = /(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"/gu;

const kindOf = (code: string, detail: string): WarningKind => {
  if (code === '110') return 'stale';
  if (code === '111') return 'unreadable';
  if (code === '299') return 'refused';
  if (detail.startsWith('it did not answer within')) return 'timeout';
  return detail.startsWith('it failed less than') ? 'resting' : 'unreachable';
};

/** The warnings of an answer; one for each source, as its registrations fail together. */
export const readWarnings = ({ headers }: Pick<Response, 'headers'>): readonly SourceWarning[] => {
  const found = new Map<string, SourceWarning>();
  for (const [, code = '', source = '', text = ''] of (headers.get('NGSILD-Warning') ?? '').matchAll(
    warningPattern,
  )) {
    const [registrationId = '', detail = ''] = /^(.*?): (.*)$/su.exec(text)?.slice(1) ?? ['', text];
    const status = /^it answered (\d{3})$/u.exec(detail)?.[1];
    const warning = { kind: kindOf(code, detail), source, registrationId };
    found.set(source, found.get(source) ?? { ...warning, ...(status === undefined ? {} : { status }) });
  }
  return [...found.values()];
};
