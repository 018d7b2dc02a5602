import type { Markish } from '@observablehq/plot';
import type { Language } from '../language.ts';
import { tickText, timeTicks } from './time-ticks.ts';
import { tipRows, type TipRow } from './tip-rows.ts';
import { includesZero, type TimeSeries } from './time-series.ts';

export interface Drawing {
  /** Lines in one unit, gaps as null. */
  readonly lines: readonly TimeSeries[];
  readonly unit: string;
  readonly height: number;
  readonly width: number;
  /** Ends of the time axis; the data's own when absent. */
  readonly domain: readonly [number, number] | undefined;
  readonly language: Language;
  readonly label: string;
}

interface Row {
  readonly name: string;
  readonly time: Date;
  readonly value: number;
}

/** Colours of lines in their order. */
export const seriesColor = (index: number): string => `var(--ds-series-${String((index % 6) + 1)})`;
const referenceColor = 'var(--kern-color-layout-text-muted)';
/** More points than this are a line, not single measurements. */
const fewPoints = 60;

/** Draws lines over time with Observable Plot, which is loaded when first needed. */
export const drawPanel = async (drawing: Drawing): Promise<Element> => {
  const Plot = await import('@observablehq/plot');
  const { lines, unit, width, language, label } = drawing;
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const rows = lines.flatMap(toRows);
  const measured = lines.filter(({ isReference }) => isReference !== true).flatMap(toRows);
  const reference = lines.filter(({ isReference }) => isReference === true).flatMap(toRows);
  const hasZero = includesZero(rows.map(({ value }) => value));
  const [from, to] = drawing.domain ?? endsOf(rows);
  const position = { x: 'time', y: 'value' } as const;
  const figure = Plot.plot({
    width,
    height: drawing.height,
    marginLeft: 52,
    marginRight: 40,
    ariaLabel: label,
    style: { background: 'transparent', color: 'inherit', fontSize: '14px', fontFamily: 'inherit' },
    x: {
      type: 'time',
      label: null,
      domain: [new Date(from), new Date(to)],
      ticks: timeTicks(from, to, Math.max(2, Math.floor(width / 110))).map((time) => new Date(time)),
      tickFormat: (time: Date) => tickText(time.getTime(), language),
    },
    y: {
      label: unit === '' ? null : unit,
      labelArrow: 'none',
      grid: true,
      nice: true,
      zero: hasZero,
      ticks: Math.max(3, Math.floor(drawing.height / 55)),
      tickFormat: (value: number) => numbers.format(value),
    },
    color: { domain: lines.map(({ name }) => name), range: colorsOf(lines) },
    marks: [
      ...(hasZero && lines.length - (reference.length > 0 ? 1 : 0) === 1
        ? [Plot.areaY(measured, { ...position, fill: 'name', fillOpacity: 0.12 })]
        : []),
      Plot.lineY(reference, { ...position, stroke: 'name', strokeWidth: 2, strokeDasharray: '5 4' }),
      Plot.lineY(measured, { ...position, stroke: 'name', strokeWidth: 2.5 }),
      ...(measured.length < fewPoints ? [Plot.dot(measured, { ...position, fill: 'name', r: 2.5 })] : []),
      ...pointerMarks(Plot, [...tipRows(lines, unit, language)]),
    ],
  });
  nameImage(figure, label);
  return figure;
};

/** What is shown at the pointer: the time as a line, the point, and its values in words. */
const pointerMarks = (Plot: typeof import('@observablehq/plot'), tips: TipRow[]): Markish[] => [
  Plot.ruleX(tips, Plot.pointerX({ x: 'time', y: 'value', stroke: 'currentColor', strokeOpacity: 0.35 })),
  Plot.dot(tips, Plot.pointerX({ x: 'time', y: 'value', fill: 'currentColor', r: 4 })),
  Plot.tip(
    tips,
    Plot.pointerX({
      x: 'time',
      y: 'value',
      stroke: 'var(--kern-color-layout-border)',
      fill: 'var(--kern-color-layout-background-default)',
      fontSize: 15,
      lineHeight: 1.25,
      lineWidth: 40,
      title: 'text',
    }),
  ),
];

const toRows = ({ name, points }: TimeSeries): readonly Row[] =>
  points.map(({ time, value }) => ({ name, time: new Date(time), value: value ?? Number.NaN }));

const endsOf = (rows: readonly Row[]): readonly [number, number] => {
  const times = rows.map(({ time }) => time.getTime());
  return [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
};

/** Measured lines have the colours of the palette, what they are compared with is grey. */
export const colorsOf = (lines: readonly TimeSeries[]): string[] => {
  const measured = lines.filter(({ isReference }) => isReference !== true);
  return lines.map((line) =>
    line.isReference === true ? referenceColor : seriesColor(measured.indexOf(line)),
  );
};

/** Parts of an image are not read; Plot names them all the same, which ARIA forbids. */
const nameImage = (figure: Element, label: string): void => {
  const image = figure instanceof SVGSVGElement ? figure : figure.querySelector('svg:last-of-type');
  for (const part of image?.querySelectorAll('g[aria-label]') ?? []) part.removeAttribute('aria-label');
  image?.setAttribute('role', 'img');
  image?.setAttribute('aria-label', label);
};
