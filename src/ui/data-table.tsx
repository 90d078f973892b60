import { useState } from 'preact/hooks';
import './data-table.css';
import { say } from '@/words';

export interface TableData {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
  /** All numbers, where the rows are a selection. */
  csv(): string;
}

export interface DataTableProps {
  /** What the numbers are, on the disclosure: “Numbers of the surface”. */
  readonly summary: string;
  /** Made only when the table is opened. */
  readonly table: () => TableData;
  /** Name of the file without its ending. */
  readonly file: string;
}

/** The numbers behind a plot, under a disclosure, with all of them as CSV. */
export function DataTable({ summary, table, file }: DataTableProps) {
  const [open, setOpen] = useState(false);
  const data = open ? table() : undefined;
  return (
    <details class="data-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {data && (
        <>
          {/* Figures of one page may have panels of the same name; their files differ. */}
          <section class="scroll" aria-label={`${summary} (${file})`} tabIndex={0}>
            <table>
              <caption>{data.caption}</caption>
              <thead>
                <tr>
                  {data.columns.map((column, k) => (
                    <th key={k} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.rows.map((row, r) => (
                  <tr key={r}>
                    {row.map((cell, c) =>
                      c === 0 ? (
                        <th key={c} scope="row">
                          {shown(cell)}
                        </th>
                      ) : (
                        <td key={c}>{shown(cell)}</td>
                      ),
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <button
            type="button"
            class="button"
            onClick={() => download(new Blob([data.csv()], { type: 'text/csv' }), `${file}.csv`)}
          >
            {say().ui.allNumbers}
          </button>
        </>
      )}
    </details>
  );
}

function shown(cell: number | string): string {
  if (typeof cell === 'string') return cell;
  return Number.isNaN(cell) ? '–' : String(cell).replace('-', '−');
}

/** Hands a file to the reader. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has read the address by then; holding it would hold the bytes.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
