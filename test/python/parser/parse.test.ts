/** What the parser does that needs no oracle: encodings, limits, options. */
import assert from 'node:assert/strict';
import { dump } from '../../../src/ts/python/parser/dump.js';
import { PySyntaxError, type PyWarning } from '../../../src/ts/python/parser/errors.js';
import { parse, type ParseOptions } from '../../../src/ts/python/parser/parse.js';

function tree(source: string | Uint8Array, options: Partial<ParseOptions> = {}): string {
  return dump(parse(source, { filename: '<test>', mode: 'eval', ...options }));
}

function failure(source: string | Uint8Array, options: Partial<ParseOptions> = {}): PySyntaxError {
  try {
    parse(source, { filename: '<test>', mode: 'exec', ...options });
  } catch (problem) {
    if (problem instanceof PySyntaxError) return problem;
    throw problem;
  }
  return assert.fail(`accepted ${String(source)}`);
}

describe('parse', () => {
  it('dumps as ast.dump does', () => {
    assert.equal(
      tree('x + 1'),
      "Expression(body=BinOp(left=Name(id='x', ctx=Load()), op=Add(), right=Constant(value=1)))",
    );
    const indented = dump(parse('f(x)', { filename: '<test>', mode: 'eval' }), { indent: 2 });
    assert.equal(
      indented,
      "Expression(\n  body=Call(\n    func=Name(id='f', ctx=Load()),\n    args=[\n      Name(id='x', ctx=Load())],\n    keywords=[]))",
    );
    const bare = dump(parse('-x', { filename: '<test>', mode: 'eval' }), { annotateFields: false });
    assert.equal(bare, "Expression(UnaryOp(USub(), Name('x', Load())))");
  });

  it('decodes bytes as they declare', () => {
    const latin = Buffer.from("# coding: latin-1\n'\xe9'", 'latin1');
    assert.equal(tree(latin), "Expression(body=Constant(value='é'))");
    assert.equal(tree(Buffer.from("\ufeff'é'")), "Expression(body=Constant(value='é'))");
    assert.equal(
      tree(Buffer.from("# -*- coding: iso-8859-15 -*-\n'\xa4'", 'latin1')),
      "Expression(body=Constant(value='€'))",
    );
    assert.equal(
      failure(Buffer.from("'\xff'", 'latin1')).message,
      "(unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    );
    assert.equal(failure(Buffer.from('# coding: nonsense\n')).message, 'unknown encoding: nonsense');
  });

  it('keeps surrogates from two escapes apart', () => {
    assert.equal(tree("'\\ud800\\udc00'"), "Expression(body=Constant(value='\\ud800\\udc00'))");
    assert.equal(tree("'\\U00010000'"), "Expression(body=Constant(value='\u{10000}'))");
  });

  it('refuses what nests too deep, and never overflows the stack', () => {
    assert.equal(failure('('.repeat(201)).message, 'too many nested parentheses');
    assert.equal(failure(`${'-'.repeat(200_000)}1`).kind, 'MemoryError');
    const blocks = Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('');
    assert.equal(failure(`${blocks}${' '.repeat(100)}pass`).message, 'too many levels of indentation');
  });

  it('limits the digits of integers', () => {
    const { message } = failure('1'.repeat(4301));
    assert.match(
      message,
      /^Exceeds the limit \(4300 digits\) for integer string conversion: value has 4301 digits/,
    );
    assert.equal(
      tree('1'.repeat(5000), { maximumDigits: 0 }).length,
      5000 + 'Expression(body=Constant(value=))'.length,
    );
  });

  it('tells input that stops too early from other errors', () => {
    const options = { mode: 'single', allowIncompleteInput: true, dontImplyDedent: true } as const;
    for (const source of ['if x:', 'f(1,', "'''a", 'x = \\\n', 'if x:\n  pass']) {
      const problem = failure(source, options);
      assert.deepEqual([problem.kind, problem.message], ['IncompleteInputError', 'incomplete input'], source);
    }
    assert.equal(failure('a b\n', options).message, 'invalid syntax');
  });

  it('reads function types', () => {
    assert.equal(
      tree('(int, *str, **x) -> y', { mode: 'func_type' }),
      "FunctionType(argtypes=[Name(id='int', ctx=Load()), Name(id='str', ctx=Load()), Name(id='x', ctx=Load())], returns=Name(id='y', ctx=Load()))",
    );
  });

  it('accepts only the grammar of the wished version', () => {
    const { message } = failure('(x := 1)', { featureVersion: 7 });
    assert.equal(message, 'Assignment expressions are only supported in Python 3.8 and greater');
  });

  it('hands on warnings, and raises where the handler says so', () => {
    const seen: PyWarning[] = [];
    tree("'\\d'", { onWarning: (warning) => void seen.push(warning) });
    assert.deepEqual(
      seen.map(({ message, lineno }) => [message, lineno]),
      [["invalid escape sequence '\\d'", 1]],
    );
    const problem = failure("'\\d'", { onWarning: () => 'error' });
    assert.deepEqual([problem.message, problem.offset], ["invalid escape sequence '\\d'", 1]);
  });
});
