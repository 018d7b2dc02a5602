/** How far an import is; counts are over all files of the run. */
export interface Progress {
  readonly file: string;
  readonly bytesRead: number;
  readonly totalBytes: number;
  readonly records: number;
  readonly stored: number;
  readonly refused: number;
  readonly recordsPerSecond: number;
}

const texts = {
  de: { locale: 'de-DE', records: 'Datensätze', perSecond: '/s', refused: 'abgelehnt', left: 'noch' },
  en: { locale: 'en-GB', records: 'records', perSecond: '/s', refused: 'refused', left: 'left' },
} as const;

const clockText = (seconds: number): string => {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
};

/** Seconds that the rest takes at the pace up to now. */
const secondsLeft = ({ bytesRead, totalBytes, records, recordsPerSecond }: Progress): number | undefined =>
  bytesRead === 0 || recordsPerSecond === 0
    ? undefined
    : (records / recordsPerSecond) * ((totalBytes - bytesRead) / bytesRead);

/** The progress bar: one line of text without a line break. */
export const renderProgress = (
  progress: Progress,
  options: { readonly language?: 'de' | 'en'; readonly barWidth?: number } = {},
): string => {
  const { language = 'de', barWidth = 24 } = options;
  const text = texts[language];
  const share =
    progress.totalBytes === 0 ? 1 : Math.min(1, Math.max(0, progress.bytesRead / progress.totalBytes));
  const filled = Math.round(share * barWidth);
  const number = (value: number): string => Math.round(value).toLocaleString(text.locale);
  const left = secondsLeft(progress);
  return [
    `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${String(Math.floor(share * 100)).padStart(3)} %`,
    `${number(progress.records)} ${text.records}`,
    `${number(progress.recordsPerSecond)}${text.perSecond}`,
    ...(progress.refused === 0 ? [] : [`${number(progress.refused)} ${text.refused}`]),
    ...(left === undefined || share === 1 ? [] : [`${text.left} ${clockText(left)}`]),
  ].join(' · ');
};
