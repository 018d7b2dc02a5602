import { useEffect, useMemo, useRef, useState } from 'react';
import { useComponentText, useLanguage, type Language } from '../language.ts';
import { Button } from '../layout/button.tsx';
import { EmptyState } from '../state/empty-state.tsx';
import { TableView } from './table-view.tsx';
import { groupByUnit, withGaps, type TimeSeries } from './time-series.ts';

export interface TimeSeriesChartProps {
  /** Accessible name of the chart and caption of its table. */
  readonly title: string;
  readonly series: readonly TimeSeries[];
  /** Height of each unit's panel in pixels. */
  readonly height?: number;
  /** Ends of the time axis in milliseconds; the data's own when absent. */
  readonly from?: number;
  readonly to?: number;
}

/** Lines over time with gaps shown as gaps, one panel per unit, and the same values as a table. */
export const TimeSeriesChart = (props: TimeSeriesChartProps) => {
  const text = useComponentText();
  const [isTable, setTable] = useState(false);
  const isEmpty = props.series.every(({ points }) => points.length === 0);
  if (isEmpty) return <EmptyState title={text.noPoints} />;
  return (
    <div className="ds-chart">
      {isTable ? <TableView series={props.series} caption={props.title} /> : <Panels {...props} />}
      <Button
        variant="tertiary"
        className="kern-btn--x-small"
        aria-pressed={isTable}
        onClick={() => {
          setTable(!isTable);
        }}
      >
        {isTable ? text.showChart : text.showTable}
      </Button>
    </div>
  );
};

const Panels = ({ title, series, height = 220, from, to }: TimeSeriesChartProps) => (
  <>
    {groupByUnit(series).map(({ unit, series: lines }) => (
      <Panel
        key={unit}
        label={`${title}: ${lines.map(({ name }) => name).join(', ')}${unit === '' ? '' : ` (${unit})`}`}
        unit={unit}
        series={lines}
        height={height}
        span={from === undefined || to === undefined ? undefined : `${String(from)}/${String(to)}`}
      />
    ))}
  </>
);

interface PanelProps {
  readonly label: string;
  readonly unit: string;
  readonly series: readonly TimeSeries[];
  readonly height: number;
  readonly span: string | undefined;
}

const Panel = ({ label, unit, series, height, span }: PanelProps) => {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const language = useLanguage();
  const lines = useMemo(() => series.map((one) => ({ ...one, points: withGaps(one.points) })), [series]);
  useEffect(() => {
    const target = box.current;
    if (target === null || width === 0) return;
    const life = new AbortController();
    const domain = span?.split('/').map((end) => new Date(Number(end)));
    void drawPanel({ lines, unit, height, width, domain, language, label }).then((figure) => {
      if (!life.signal.aborted) target.replaceChildren(figure);
    });
    return () => {
      life.abort();
    };
  }, [lines, unit, height, width, span, language, label]);
  return <div className="ds-chart__panel" ref={box} style={{ minHeight: height }} />;
};

const useWidth = (box: React.RefObject<HTMLDivElement | null>): number => {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const target = box.current;
    if (target === null) return;
    const observer = new ResizeObserver(() => {
      setWidth(Math.floor(target.clientWidth));
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [box]);
  return width;
};

interface Drawing {
  readonly lines: readonly TimeSeries[];
  readonly unit: string;
  readonly height: number;
  readonly width: number;
  readonly domain: readonly Date[] | undefined;
  readonly language: Language;
  readonly label: string;
}

const palette = [1, 2, 3, 4, 5, 6].map((index) => `var(--ds-series-${String(index)})`);

const drawPanel = async (drawing: Drawing): Promise<Element> => {
  const Plot = await import('@observablehq/plot');
  const { lines, unit, language, label } = drawing;
  const rows = lines.flatMap(({ name, points }) =>
    points.map(({ time, value }) => ({ name, time: new Date(time), value: value ?? Number.NaN })),
  );
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const figure = Plot.plot({
    width: drawing.width,
    height: drawing.height,
    marginLeft: 52,
    marginRight: 12,
    ariaLabel: label,
    style: { background: 'transparent', color: 'inherit', fontSize: '13px', fontFamily: 'inherit' },
    x: {
      type: 'time',
      label: null,
      tickFormat: timeTicks(
        rows.map(({ time }) => time.getTime()),
        drawing.domain,
        language,
      ),
      ticks: Math.max(2, Math.floor(drawing.width / 110)),
      ...(drawing.domain === undefined ? {} : { domain: drawing.domain }),
    },
    y: {
      label: unit === '' ? null : unit,
      grid: true,
      nice: true,
      tickFormat: (value: number) => numbers.format(value),
    },
    color: {
      domain: lines.map(({ name }) => name),
      range: palette.slice(0, lines.length),
      legend: lines.length > 1,
    },
    marks: [
      Plot.lineY(rows, { x: 'time', y: 'value', stroke: 'name', strokeWidth: 2 }),
      ...(rows.length < 60 ? [Plot.dot(rows, { x: 'time', y: 'value', fill: 'name', r: 2.5 })] : []),
      Plot.tip(
        rows,
        Plot.pointerX({
          x: 'time',
          y: 'value',
          stroke: 'name',
          fill: 'var(--kern-color-layout-background-default)',
          title: ({ name, time, value }: (typeof rows)[number]) =>
            `${name}\n${numbers.format(value)} ${unit}\n${times.format(time)}`,
        }),
      ),
    ],
  });
  const image = figure instanceof SVGSVGElement ? figure : figure.querySelector('svg:last-of-type');
  // Parts of an image are not read; Plot names them all the same, which ARIA forbids.
  for (const part of image?.querySelectorAll('g[aria-label]') ?? []) part.removeAttribute('aria-label');
  image?.setAttribute('role', 'img');
  image?.setAttribute('aria-label', label);
  return figure;
};

const twoDays = 2 * 24 * 60 * 60 * 1000;

const timeTicks = (times: readonly number[], domain: readonly Date[] | undefined, language: Language) => {
  const ends = domain?.map((end) => end.getTime()) ?? [Math.min(...times), Math.max(...times)];
  const isShort = (ends[1] ?? 0) - (ends[0] ?? 0) <= twoDays;
  const format = new Intl.DateTimeFormat(
    language,
    isShort ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'numeric' },
  );
  return (time: Date): string => format.format(time);
};
