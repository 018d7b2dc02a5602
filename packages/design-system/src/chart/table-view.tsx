import { useComponentText, useLanguage } from '../language.ts';
import { DataTable } from '../table/data-table.tsx';
import { cityTimeZone } from '../time-range/city-time.ts';
import { toRows, type TimeSeries } from './time-series.ts';

/** The values of a chart as a table, newest first. */
export const TableView = ({
  series,
  caption,
}: {
  readonly series: readonly TimeSeries[];
  readonly caption: string;
}) => {
  const text = useComponentText();
  const language = useLanguage();
  const times = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de-DE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: cityTimeZone,
  });
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  return (
    <div className="ds-table-view">
      <DataTable
        caption={caption}
        rows={toRows(series)}
        rowKey={(row) => String(row.time)}
        columns={[
          { key: 'time', header: text.time, render: (row) => times.format(row.time) },
          ...series.map(({ name, unit }, index) => ({
            key: `${String(index)}-${name}`,
            header: unit === '' ? name : `${name} (${unit})`,
            numeric: true,
            render: (row: ReturnType<typeof toRows>[number]) => {
              const value = row.values[index] ?? null;
              return value === null ? text.noValue : numbers.format(value);
            },
          })),
        ]}
      />
    </div>
  );
};
