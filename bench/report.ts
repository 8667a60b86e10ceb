/** The tables of a benchmark run, in Markdown. */
import os from 'node:os';
import type { Interpreter } from './measure.js';

/** One figure of one interpreter, or why there is none. */
export type Figure =
  { readonly kind: 'value'; readonly value: number } | { readonly kind: 'error'; readonly message: string };

/** Figures of one program, in the order of the interpreters: ours first. */
export interface Row {
  readonly program: string;
  readonly figures: readonly Figure[];
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map(line).join('\n');
}

function show(figure: Figure | undefined, digits: number): string {
  if (figure === undefined) return '';
  return figure.kind === 'value' ? figure.value.toFixed(digits) : `error: ${figure.message}`;
}

/** How many times ours is as large as the other; null if one of them has no figure. */
function findRatio(row: Row, other: number): number | null {
  const ours = row.figures[0];
  const theirs = row.figures[other];
  return ours?.kind === 'value' && theirs?.kind === 'value' ? ours.value / theirs.value : null;
}

/** The machine and the interpreters, as a list. */
export function describeMachine(interpreters: readonly Interpreter[]): string {
  const cpus = os.cpus();
  return [
    `- ${new Date().toISOString().slice(0, 10)}, ${os.type()} ${os.release()} ${os.arch()}, Node.js ${process.versions.node}`,
    `- ${cpus[0]?.model ?? 'unknown processor'}, ${cpus.length} cores, ${(os.totalmem() / 2 ** 30).toFixed(0)} GB;` +
      ` load at the end ${os.loadavg()[0]?.toFixed(1)}`,
    ...interpreters.map(({ name, version }) => `- ${name}: ${version}`),
  ].join('\n');
}

/** Figures of all interpreters, ratios of ours to each of the others, and the geometric means of the ratios. */
export function comparison(
  title: string,
  interpreters: readonly Interpreter[],
  rows: readonly Row[],
  digits: number,
): string {
  const others = interpreters.slice(1);
  const ratios = (row: Row): (number | null)[] => others.map((_, index) => findRatio(row, index + 1));
  const lines = rows.map((row) => [
    row.program,
    ...row.figures.map((figure) => show(figure, digits)),
    ...ratios(row).map((ratio) => (ratio === null ? '' : ratio.toFixed(2))),
  ]);
  if (rows.length > 1 && others.length > 0) {
    const means = others.map((_, index) =>
      rows.map((row) => findRatio(row, index + 1)).filter((ratio) => ratio !== null),
    );
    lines.push([
      'geometric mean',
      ...interpreters.map(() => ''),
      ...means.map((known) => (known.length === 0 ? '' : `**${geometricMean(known).toFixed(2)}**`)),
    ]);
  }
  const header = [
    title,
    ...interpreters.map(({ name }) => name),
    ...others.map(({ name }) => `ours / ${name}`),
  ];
  return table(header, lines);
}
