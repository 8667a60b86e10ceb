/** CPython 3.11 as the oracle: `oracle.py` run with what the tests need. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeObject } from '../../../src/ts/python/compiler/code.js';
import { compileModule } from '../../../src/ts/python/compiler/compile.js';
import { marshalCode } from '../../../src/ts/python/compiler/marshal.js';
import { opTable } from '../../../src/ts/python/interp/opcodes.js';
import { PySyntaxError } from '../../../src/ts/python/parser/errors.js';
import { parse } from '../../../src/ts/python/parser/parse.js';

const script = fileURLToPath(new URL('../../../../test/python/compiler/oracle.py', import.meta.url));
const lots = 1 << 30;

function runPython(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('python3', ['-W', 'ignore', ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: lots,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** The folder of CPython 3.11's standard library; undefined where there is no such Python. */
export function findLibrary(): string | undefined {
  const code =
    'import sys, sysconfig; print(sys.version_info[:2] == (3, 11) and sysconfig.get_path("stdlib") or "")';
  const { status, stdout } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  const path = (stdout ?? '').trim();
  return status === 0 && path !== '' ? path : undefined;
}

/** The Python files below a folder, without installed packages. */
export function listSources(folder: string): string[] {
  const code = `
import os, sys
for root, folders, files in os.walk(sys.argv[1]):
    folders[:] = sorted(f for f in folders if f not in ("site-packages", "__pycache__"))
    for name in sorted(files):
        if name.endswith(".py"):
            print(os.path.join(root, name))
`;
  return runPython(['-c', code, folder]).split('\n').filter(Boolean);
}

export function askOracle(command: string, files: readonly string[]): unknown[] {
  return parseLines(runPython([script, command, ...files]));
}

function parseLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
}

export interface Sample {
  readonly file: string;
  /** The text, if it is not in the file. */
  readonly source?: string;
  readonly optimize?: 0 | 1 | 2;
  readonly mode?: 'exec' | 'eval' | 'single';
}

export function compileSample(sample: Sample): CodeObject {
  const { file, source, optimize = 0, mode = 'exec' } = sample;
  const tree = parse(source ?? readFileSync(file), { filename: file, mode });
  return compileModule(tree, { filename: file, optimize, flags: 0 });
}

export function listCodes(code: CodeObject): CodeObject[] {
  const inner = code.consts.filter((constant) => constant.kind === 'code');
  return [code, ...inner.flatMap(listCodes)];
}

export interface Comparison {
  /** What differs, apart from instructions. */
  readonly problems: readonly string[];
  /** Code objects whose instructions and positions differ; `while` loops are laid out in our own way. */
  readonly differentCodes: readonly string[];
  readonly codes: number;
}

/** Compiles samples and has CPython compare each code object with its own. */
export function compareWithPython(samples: readonly Sample[]): Comparison {
  const table = Object.entries(opTable).map(([name, info]) => [name, info.arg]);
  const lines = [JSON.stringify(table)];
  for (const sample of samples) {
    try {
      const code = compileSample(sample);
      const codes = listCodes(code).map((each) => Buffer.from(each.code).toString('hex'));
      lines.push(
        JSON.stringify({ ...sample, marshal: Buffer.from(marshalCode(code)).toString('hex'), codes }),
      );
    } catch (error) {
      if (!(error instanceof PySyntaxError)) throw error;
      // Names of characters are the business of the parser's caller.
      if (error.message.includes('unknown Unicode character name')) continue;
      lines.push(JSON.stringify({ ...sample, error: error.message }));
    }
  }
  const answers = parseLines(runPython([script, 'compare', '--exact'], lines.join('\n')));
  const problems: string[] = [];
  const differentCodes: string[] = [];
  let codes = 0;
  for (const answer of answers as { file?: string; problem?: string; codes?: number }[]) {
    if (answer.codes !== undefined) codes = answer.codes;
    if (answer.problem === undefined) continue;
    const list = / code at \d+: /.test(answer.problem) ? differentCodes : problems;
    list.push(`${basename(answer.file ?? '')}: ${answer.problem}`);
  }
  return { problems, differentCodes, codes };
}
