import { useState, type ReactNode } from 'react';
import { useComponentText } from '../language.ts';
import { sortRows, type SortDirection, type SortValue } from './sort-rows.ts';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly render: (row: Row) => ReactNode;
  /** Right-aligned. */
  readonly numeric?: boolean;
  /** Makes the column sortable. */
  readonly sortValue?: (row: Row) => SortValue;
}

export interface DataTableProps<Row> {
  /** Accessible name, always in the page, seen only with `showCaption`. */
  readonly caption: string;
  readonly showCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

interface Sorting {
  readonly key: string;
  readonly direction: SortDirection;
}

/** A KERN table that scrolls sideways on small screens and sorts by its headers. */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const { caption, showCaption = false, columns, rows, rowKey } = props;
  const [sorting, setSorting] = useState<Sorting>();
  const sorter = columns.find(({ key }) => key === sorting?.key)?.sortValue;
  const shown =
    sorting === undefined || sorter === undefined ? rows : sortRows(rows, sorter, sorting.direction);
  return (
    <div className="kern-table-responsive" role="group" aria-label={caption} tabIndex={0}>
      <table className="kern-table kern-table--small">
        <caption className={showCaption ? 'kern-title kern-title--small' : 'kern-sr-only'}>{caption}</caption>
        <thead>
          <tr className="kern-table__row">
            {columns.map((column) => (
              <Header key={column.key} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody className="kern-table__body">
          {shown.map((row) => (
            <tr className="kern-table__row" key={rowKey(row)}>
              {columns.map(({ key, render, numeric = false }) => (
                <td key={key} className={`kern-table__cell${numeric ? ' kern-table__cell--numeric' : ''}`}>
                  {render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Header = <Row,>({
  column,
  sorting,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting) => void;
}) => {
  const text = useComponentText();
  const { key, header, numeric = false, sortValue } = column;
  const className = `kern-table__header${numeric ? ' kern-table__header--numeric' : ''}`;
  if (sortValue === undefined)
    return (
      <th scope="col" className={className}>
        {header}
      </th>
    );
  const direction = sorting?.key === key ? sorting.direction : undefined;
  const next: SortDirection = direction === 'ascending' ? 'descending' : 'ascending';
  return (
    <th scope="col" className={className} aria-sort={direction ?? 'none'}>
      <button
        type="button"
        className="ds-sort"
        title={`${text.sortBy} ${header}`}
        onClick={() => {
          onSort({ key, direction: next });
        }}
      >
        {header}
        <span aria-hidden="true">
          {direction === undefined ? ' ↕' : direction === 'ascending' ? ' ↑' : ' ↓'}
        </span>
      </button>
    </th>
  );
};
