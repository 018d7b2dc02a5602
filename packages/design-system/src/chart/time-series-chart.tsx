import { useEffect, useMemo, useRef, useState } from 'react';
import { useComponentText, useLanguage } from '../language.ts';
import { Button } from '../layout/button.tsx';
import { EmptyState } from '../state/empty-state.tsx';
import { colorsOf, drawPanel } from './draw-panel.ts';
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
    const [from, to] = span?.split('/').map(Number) ?? [];
    const domain = from === undefined || to === undefined ? undefined : ([from, to] as const);
    void drawPanel({ lines, unit, height, width, domain, language, label }).then((figure) => {
      if (!life.signal.aborted) target.replaceChildren(figure);
    });
    return () => {
      life.abort();
    };
  }, [lines, unit, height, width, span, language, label]);
  return (
    <>
      {series.length > 1 ? <Legend series={series} /> : null}
      <div className="ds-chart__panel" ref={box} style={{ minHeight: height }} />
    </>
  );
};

const Legend = ({ series }: { readonly series: readonly TimeSeries[] }) => {
  const colors = colorsOf(series);
  return (
    <ul className="ds-chart__legend">
      {series.map(({ name, isReference }, index) => (
        <li key={name}>
          <span
            className="ds-chart__stroke"
            style={{
              borderTopColor: colors[index],
              borderTopStyle: isReference === true ? 'dashed' : 'solid',
            }}
            aria-hidden="true"
          />
          {name}
        </li>
      ))}
    </ul>
  );
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
