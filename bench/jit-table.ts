/** The JIT's own time and counts, as a table. */
import type { JitSummary } from './jit-summary.js';
import { table } from './report.js';

const of =
  (name: string) =>
  (summary: JitSummary): number =>
    summary.get(name) ?? 0;

const aborts = (summary: JitSummary): number =>
  [...summary].reduce((sum, [name, count]) => (name.startsWith('abort: ') ? sum + count : sum), 0);

const columns: readonly (readonly [title: string, value: (summary: JitSummary) => number])[] = [
  ['first loop after, ms', of('ms until the first loop')],
  ['tracing, ms', of('ms tracing')],
  ['optimizing, ms', of('ms optimizing')],
  ['both, ms', (summary) => of('ms tracing')(summary) + of('ms optimizing')(summary)],
  ['compiling, ms', of('ms compiling')],
  ['loops', of('loops')],
  ['bridges', of('bridges')],
  ['aborts', aborts],
];

export interface JitRow {
  readonly program: string;
  readonly summary: JitSummary;
}

/** Programs without a hot loop are left out. */
export function jitTable(title: string, rows: readonly JitRow[]): string {
  return table(
    [title, ...columns.map(([column]) => column)],
    rows
      .filter(({ summary }) => summary.size > 0)
      .map(({ program, summary }) => [program, ...columns.map(([, value]) => value(summary).toFixed(0))]),
  );
}
