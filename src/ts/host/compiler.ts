/**
 * The Python parser and compiler as an external of the interpreter: source in, records out (`modules/builtins-compile.ts`
 * reads them).
 */
import { checkTree, InvalidTree } from '../python/compiler/check-tree.js';
import { compileModule } from '../python/compiler/compile.js';
import { marshalCode } from '../python/compiler/marshal.js';
import type { Mod } from '../python/parser/ast.js';
import type { PyWarning } from '../python/parser/errors.js';
import { PySyntaxError } from '../python/parser/errors.js';
import { parse } from '../python/parser/parse.js';
import type { ParseOptions } from '../python/parser/parse.js';
import { decodeSource } from '../python/parser/source.js';
import { unicodeName } from './unicode.js';
import { provide } from '../rlib/external.js';
import { findFutureFeatures } from '../python/compiler/future.js';
import { buildSymbolTable } from '../python/compiler/symtable.js';
import { decodeTree, encodeTree } from './ast-bytes.js';
import { encodeScope } from './scope-bytes.js';
import { fromUtf8, toUtf8 } from './compiler-text.js';

const ONLY_AST = 0x400;
const TYPE_COMMENTS = 0x1000;
const DONT_IMPLY_DEDENT = 0x200;
const TOP_LEVEL_AWAIT = 0x2000;
const INCOMPLETE_INPUT = 0x4000;
const BARRY_AS_BDFL = 0x400000;
const FUTURE_MASK = 0x1fe0000;

function record(tag: string, payload: string): string {
  const size = Buffer.alloc(4);
  size.writeInt32LE(payload.length);
  return tag + size.toString('latin1') + payload;
}

function field(value: string | number | null | undefined): string {
  return value === null || value === undefined ? record('N', '') : record('T', toUtf8(String(value)));
}

function errorRecord(error: PySyntaxError, sourceLine: (line: number) => string | null): string {
  const text = error.text ?? (error.lineno === null ? null : sourceLine(error.lineno));
  const kind = error.kind === 'IncompleteInputError' ? 'SyntaxError' : error.kind;
  return record(
    'E',
    field(kind) +
      field(error.message) +
      field(error.filename) +
      field(error.lineno) +
      field(error.offset) +
      field(text) +
      field(error.endLineno) +
      field(error.endOffset),
  );
}

class Session {
  private warnings = '';

  constructor(
    private readonly filename: string,
    private readonly mode: string,
    private readonly flags: number,
    private readonly optimize: number,
  ) {}

  warn(category: string, message: string, line: number): void {
    this.warnings += record('W', field(category) + field(message) + field(this.filename) + field(line));
  }

  /** Runs a stage; a SyntaxError becomes its record, behind the warnings so far. */
  run(stage: () => string, sourceLine: (line: number) => string | null): string {
    try {
      const result = stage();
      return this.warnings + result;
    } catch (error) {
      if (error instanceof PySyntaxError) return this.warnings + errorRecord(error, sourceLine);
      if (error instanceof InvalidTree) return this.warnings + record('V', toUtf8(error.message));
      throw error;
    }
  }

  parse(source: Uint8Array | string, feature: number): Mod {
    const options: ParseOptions = {
      unicodeName,
      filename: this.filename,
      mode: this.mode as ParseOptions['mode'],
      typeComments: (this.flags & TYPE_COMMENTS) !== 0,
      dontImplyDedent: (this.flags & DONT_IMPLY_DEDENT) !== 0,
      allowIncompleteInput: (this.flags & INCOMPLETE_INPUT) !== 0,
      barryAsFlufl: (this.flags & BARRY_AS_BDFL) !== 0,
      onWarning: (warning: PyWarning) => {
        this.warn(warning.category, warning.message, warning.lineno);
      },
      ...(feature >= 0 ? { featureVersion: feature } : {}),
    };
    return parse(source, options);
  }

  compile(tree: Mod): string {
    const code = compileModule(tree, {
      filename: this.filename,
      optimize: this.optimize as 0 | 1 | 2,
      flags: this.flags & FUTURE_MASK,
      interactive: this.mode === 'single',
      topLevelAwait: (this.flags & TOP_LEVEL_AWAIT) !== 0,
      onWarning: (category, message, line) => {
        this.warn(category, message, line);
      },
    });
    return record('C', Buffer.from(marshalCode(code)).toString('latin1'));
  }
}

/** A line of the source, with its end; null if there is none. */
function sourceLine(input: Uint8Array | string, line: number): string | null {
  const all = (typeof input === 'string' ? input : Buffer.from(input).toString()).split('\n');
  const found = all[line - 1];
  return found === undefined ? null : `${found}\n`;
}

provide(
  'compiler.compile',
  (
    source: string,
    isText: boolean,
    filename: string,
    mode: string,
    flags: number,
    optimize: number,
    feature: number,
  ): string => {
    const name = fromUtf8(filename);
    const session = new Session(name, mode, flags, optimize);
    const input = isText ? fromUtf8(source) : new Uint8Array(Buffer.from(source, 'latin1'));
    return session.run(
      () => {
        const tree = session.parse(input, feature);
        if ((flags & ONLY_AST) !== 0) return record('A', encodeTree(tree));
        return session.compile(tree);
      },
      (line) => sourceLine(input, line),
    );
  },
);

/**
 * The problems of a program's own file, which CPython reports in other words than those of a source that is compiled: as they turn up
 * when the file is read line by line.
 */
function findScriptProblem(source: Uint8Array, filename: string): string {
  const plain = (message: string): string =>
    record('E', field('SyntaxError') + field(message) + field(null).repeat(6));
  try {
    const { text, declared } = decodeSource(source, filename, false);
    const escaped = declared ? null : /[\udc80-\udcff]/u.exec(text);
    if (escaped !== null) {
      const line = text.slice(0, escaped.index).split(/\r\n?|\n/).length;
      const byte = (escaped[0].charCodeAt(0) - 0xdc00).toString(16);
      return plain(
        `Non-UTF-8 code starting with '\\x${byte}' in file ${filename} on line ${line}, but no encoding declared; ` +
          'see https://peps.python.org/pep-0263/ for details',
      );
    }
    const zero = text.indexOf('\0');
    if (zero < 0) return '';
    const before = text.slice(0, zero).split(/\r\n?|\n/);
    const message = 'source code cannot contain null bytes';
    const place =
      field(filename) + field(before.length) + field(null) + field(before.at(-1)) + field(null).repeat(2);
    return record('E', field('SyntaxError') + field(message) + place);
  } catch (error) {
    if (!(error instanceof PySyntaxError)) throw error;
    const encoding =
      /^unknown encoding: (.*)$/s.exec(error.message)?.[1] ?? /^'(.*?)' codec/.exec(error.message)?.[1];
    return plain(encoding === undefined ? error.message : `encoding problem: ${encoding}`);
  }
}

provide('compiler.checkScript', (source: string, filename: string): string =>
  findScriptProblem(new Uint8Array(Buffer.from(source, 'latin1')), fromUtf8(filename)),
);

provide('compiler.symtable', (source: string, isText: boolean, filename: string, mode: string): string => {
  const name = fromUtf8(filename);
  const session = new Session(name, mode, 0, 0);
  const input = isText ? fromUtf8(source) : new Uint8Array(Buffer.from(source, 'latin1'));
  return session.run(
    () => {
      const tree = session.parse(input, -1);
      const { top } = buildSymbolTable(tree, name, findFutureFeatures(tree, name).flags);
      return record('C', encodeScope(top));
    },
    () => null,
  );
});

provide(
  'compiler.compileAst',
  (tree: string, filename: string, mode: string, flags: number, optimize: number): string => {
    const session = new Session(fromUtf8(filename), mode, flags, optimize);
    return session.run(
      () => {
        const decoded = decodeTree(tree);
        checkTree(decoded);
        return session.compile(decoded);
      },
      () => null,
    );
  },
);
