/** Talks to CPython 3.11 as the oracle of the parser's tests, and compares its answers with ours. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dump } from '../../../src/ts/python/parser/dump.js';
import { PySyntaxError, type PyWarning } from '../../../src/ts/python/parser/errors.js';
import { parse, type ParseOptions } from '../../../src/ts/python/parser/parse.js';

export type Mode = ParseOptions['mode'];

export type ErrorAttributes = readonly [
  kind: string,
  message: string,
  lineno: number | null,
  offset: number | null,
  text: string | null,
  endLineno: number | null,
  endOffset: number | null,
];

export interface Answer {
  readonly tree?: string;
  readonly error?: ErrorAttributes;
  readonly warnings: readonly (readonly [message: string, lineno: number])[];
}

export interface Sample {
  readonly source: string;
  readonly mode: Mode;
  readonly typeComments?: boolean;
}

const script = new URL('../../../../test/python/parser/oracle.py', import.meta.url).pathname;

function ask<T>(requests: readonly unknown[]): T[] {
  const input = requests.map((request) => JSON.stringify(request)).join('\n');
  const { stdout, stderr, status } = spawnSync('python3', ['-W', 'ignore', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** The standard library of a CPython 3.11 on PATH, or null if there is none. */
export function findStandardLibrary(): string | null {
  const { stdout, status } = spawnSync(
    'python3',
    ['-c', 'import os, sys; print(sys.version_info[:2], os.path.dirname(os.__file__))'],
    { encoding: 'utf8' },
  );
  if (status !== 0) return null;
  const match = /^\(3, 11\) (.*)$/m.exec(stdout);
  return match === null ? null : match[1];
}

export function askSamples(samples: readonly Sample[]): Answer[] {
  return samples.length === 0 ? [] : ask<Answer>(samples);
}

export function askFiles(paths: readonly string[]): Answer[] {
  return ask<Answer>(paths.map((path) => ({ path })));
}

export function extractSources(path: string): string[] {
  return ask<{ samples: string[] }>([{ extract: path }])[0].samples;
}

/** The characters of all names in `\N{...}` escapes of some sources. */
export function askNames(sources: Iterable<string>): (name: string) => string | undefined {
  const names = new Set<string>();
  for (const source of sources) for (const match of source.matchAll(/\\N\{([^}\n]*)\}/g)) names.add(match[1]);
  const found = ask<Record<string, string>>([{ names: [...names] }])[0];
  return (name) => found[name];
}

/** What our parser says, in the oracle's form. */
export function answer(
  source: string | Uint8Array,
  mode: Mode,
  filename: string,
  unicodeName: (name: string) => string | undefined,
  typeComments = false,
): Answer {
  const seen = new Map<string, readonly [string, number]>();
  const onWarning = ({ message, lineno }: PyWarning): undefined => {
    seen.set(`${message} ${lineno}`, [message, lineno]);
    return undefined;
  };
  const warnings = (): (readonly [string, number])[] =>
    [...seen.values()].sort(([a, line], [b, other]) => (a < b ? -1 : a > b ? 1 : line - other));
  try {
    const tree = parse(source, { filename, mode, unicodeName, onWarning, typeComments });
    return { tree: dump(tree, { includeAttributes: true }), warnings: warnings() };
  } catch (problem) {
    if (!(problem instanceof PySyntaxError)) throw problem;
    const { kind, message, lineno, offset, text, endLineno, endOffset } = problem;
    return { error: [kind, message, lineno, offset, text, endLineno, endOffset], warnings: warnings() };
  }
}

export function answerFile(path: string, unicodeName: (name: string) => string | undefined): Answer {
  return answer(readFileSync(path), 'exec', path, unicodeName);
}

/** Characters written as escapes, for which of them are printable depends on the version of Unicode. */
function escapeCharacters(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
}

export function sameAnswer(actual: Answer, expected: Answer): boolean {
  if (JSON.stringify(actual.warnings) !== JSON.stringify(expected.warnings)) return false;
  if (expected.tree === undefined || actual.tree === undefined) {
    return JSON.stringify(actual.error) === JSON.stringify(expected.error);
  }
  return actual.tree === expected.tree || escapeCharacters(actual.tree) === escapeCharacters(expected.tree);
}

/** An answer in one line. */
export function describe({ tree, error, warnings }: Answer): string {
  const told = warnings.length === 0 ? '' : ` warnings ${JSON.stringify(warnings)}`;
  return (tree ?? JSON.stringify(error)).slice(0, 300) + told;
}
