/**
 * Each sentence of docs/rtypescript.md that forbids something, with code that does it. The line that breaks the rule
 * ends in `// !`; imports are added by the test. `rules.ts` has one example per rule, this one per way to break it.
 */
import type { RuleName } from '../../src/ts/translator/frontend/rules.js';

export interface Breach {
  readonly what: string;
  readonly rule: RuleName;
  readonly code: string;
}

export const prelude = [
  `import type { int, float } from '../../../src/ts/rlib/types.js';`,
  `import type { FixedArray } from '../../../src/ts/rlib/array.js';`,
  `import { RThrowable, caught } from '../../../src/ts/rlib/throwable.js';`,
  `import { external } from '../../../src/ts/rlib/external.js';`,
  '',
].join('\n');

function entry(params: string, result: string, body: string, before = ''): string {
  return `${before}\nexport function entry(${params}): ${result} {\n${body}\n}`;
}

export const breaches: readonly Breach[] = [
  // Types.
  {
    what: 'a field that is a plain number',
    rule: 'declared-type',
    code: entry('a: A', 'int', 'return a.x;', 'class A {\n  constructor(readonly x: number) {} // !\n}'),
  },
  {
    what: 'a result that is a plain number',
    rule: 'declared-type',
    code: entry('', 'void', 'f(1);', 'function f(x: int): number { // !\n  return x;\n}'),
  },
  {
    what: 'a result whose type is inferred as number',
    rule: 'declared-type',
    code: entry('', 'void', 'f();', 'function f() { // !\n  return Math.floor(2.5);\n}'),
  },
  {
    what: 'a list of plain numbers',
    rule: 'declared-type',
    code: 'export function entry(x: number[]): void {} // !',
  },
  {
    what: 'undefined as a value',
    rule: 'undefined',
    code: entry('', 'boolean', 'return undefined === null; // !'),
  },
  {
    what: 'a parameter that may be undefined',
    rule: 'undefined',
    code: 'export function entry(x: string | undefined): void {} // !',
  },
  {
    what: 'a union of an int and a string',
    rule: 'union',
    code: 'export function entry(x: int | string): void {} // !',
  },
  {
    what: 'an int that may be null',
    rule: 'union',
    code: 'export function entry(x: int | null): void {} // !',
  },
  {
    what: 'a float that may be null',
    rule: 'union',
    code: 'export function entry(x: float | null): void {} // !',
  },
  {
    what: 'a boolean that may be null',
    rule: 'union',
    code: 'export function entry(x: boolean | null): void {} // !',
  },
  {
    what: 'a union of unrelated classes',
    rule: 'union',
    code: 'class A { a = true; }\nclass B { b = true; }\nexport function entry(x: A | B): void {} // !',
  },
  {
    what: 'a boolean as type argument of a class',
    rule: 'generic-argument',
    code: entry(
      'a: boolean',
      'void',
      'new Box(a); // !',
      'class Box<T> {\n  constructor(readonly x: T) {}\n}',
    ),
  },
  {
    what: 'a function as type argument',
    rule: 'generic-argument',
    code: entry('', 'void', 'same(entry); // !', 'function same<T>(x: T): T {\n  return x;\n}'),
  },
  {
    what: 'an int out of a generic',
    rule: 'generic-argument',
    code: entry(
      'b: Box<int>',
      'int',
      'return b.x; // !',
      'class Box<T> {\n  constructor(readonly x: T) {}\n}',
    ),
  },
  {
    what: 'a list where an array is expected',
    rule: 'type-mismatch',
    code: entry('a: string[]', 'FixedArray<string>', 'return a; // !'),
  },
  {
    what: 'an array where a list is expected',
    rule: 'type-mismatch',
    code: entry('a: FixedArray<string>', 'string[]', 'return a; // !'),
  },
  {
    what: 'a tuple of different types',
    rule: 'tuple',
    code: 'export function entry(x: [string, boolean]): void {} // !',
  },
  { what: 'the type any', rule: 'no-any', code: 'export function entry(x: any): void {} // !' },
  { what: 'the type unknown', rule: 'no-any', code: 'export function entry(x: unknown): void {} // !' },
  {
    what: 'an interface as a type',
    rule: 'object-type',
    code: 'interface P { x: boolean; }\nexport function entry(x: P): void {} // !',
  },
  { what: 'a Map', rule: 'object-type', code: 'export function entry(x: Map<string, string>): void {} // !' },
  { what: 'a Set made', rule: 'builtin', code: entry('', 'void', 'new Set<string>(); // !') },
  { what: 'a regular expression made', rule: 'builtin', code: entry('', 'void', "new RegExp('x'); // !") },
  {
    what: 'an object of a class with the same structure',
    rule: 'structural-typing',
    code: entry('b: B', 'A', 'return b; // !', 'class A { x = true; }\nclass B { x = true; }'),
  },
  {
    what: 'an object literal for a class',
    rule: 'object-literal',
    code: entry('', 'A', 'return { x: true }; // !', 'class A { x = true; }'),
  },

  // Arithmetic.
  {
    what: '/ of ints as an int',
    rule: 'integer-operator',
    code: entry('a: int, b: int', 'int', 'return a / b; // !'),
  },
  {
    what: '% of ints',
    rule: 'integer-operator',
    code: entry('a: int, b: int', 'int', 'let c = a;\nc %= b; // !\nreturn c;'),
  },
  { what: '** of ints', rule: 'integer-operator', code: entry('a: int', 'int', 'return a ** 2; // !') },
  {
    what: '** of floats',
    rule: 'integer-operator',
    code: entry('a: float', 'float', 'return a ** 2.5; // !'),
  },
  {
    what: 'an int times a float',
    rule: 'mixed-arithmetic',
    code: entry('a: int, b: float', 'float', 'return a * b; // !'),
  },
  {
    what: 'an int compared with a float',
    rule: 'mixed-arithmetic',
    code: entry('a: int, b: float', 'boolean', 'return a < b; // !'),
  },
  {
    what: 'an int given for a float',
    rule: 'mixed-arithmetic',
    code: entry('a: int', 'float', 'return a; // !'),
  },
  {
    what: 'a float given for an int',
    rule: 'mixed-arithmetic',
    code: entry('a: float', 'int', 'return a; // !'),
  },
  {
    what: 'a float stored in a variable of type int',
    rule: 'mixed-arithmetic',
    code: entry('a: float', 'void', 'let x: int = 0;\nx = a; // !'),
  },
  {
    what: 'a float added to an int in place',
    rule: 'mixed-arithmetic',
    code: entry('a: float', 'void', 'let x: int = 0;\nx += a; // !'),
  },
  {
    what: 'a bit operation on a float',
    rule: 'operand-type',
    code: entry('a: float', 'int', 'return a | 0; // !'),
  },
  {
    what: 'Math.floor of an int',
    rule: 'mixed-arithmetic',
    code: entry('a: int', 'float', 'return Math.floor(a); // !'),
  },
  {
    what: 'Math.imul of floats',
    rule: 'mixed-arithmetic',
    code: entry('a: float', 'int', 'return Math.imul(a, a); // !'),
  },
  {
    what: 'a float as index',
    rule: 'mixed-arithmetic',
    code: entry('a: string[], x: float', 'string', 'return a[x] as string; // !'),
  },
  { what: 'Math.random', rule: 'builtin', code: entry('', 'float', 'return Math.random(); // !') },
  {
    what: 'Number.parseInt',
    rule: 'builtin',
    code: entry('s: string', 'int', 'return Number.parseInt(s); // !'),
  },
  {
    what: 'Number.MAX_SAFE_INTEGER',
    rule: 'builtin',
    code: entry('', 'int', 'return Number.MAX_SAFE_INTEGER; // !'),
  },
  { what: 'a bigint', rule: 'expression', code: entry('', 'boolean', 'return 1n === 1n; // !') },
  {
    what: 'the sum of booleans',
    rule: 'operand-type',
    code: entry('a: boolean, s: string', 'string', 'return s + a; // !'),
  },

  // Statements and expressions.
  {
    what: 'a number as condition',
    rule: 'condition',
    code: entry('a: int', 'boolean', 'return a ? true : false; // !'),
  },
  {
    what: 'an object as condition',
    rule: 'condition',
    code: entry('a: A | null', 'void', 'while (a) {} // !', 'class A {}'),
  },
  { what: 'a string negated', rule: 'condition', code: entry('a: string', 'boolean', 'return !a; // !') },
  { what: '|| of strings', rule: 'condition', code: entry('a: string', 'string', "return a || 'x'; // !") },
  {
    what: '&& of an object',
    rule: 'condition',
    code: entry('a: A | null', 'boolean', 'return a && true; // !', 'class A {}'),
  },
  { what: '?? of an int', rule: 'operand-type', code: entry('a: int', 'int', 'return a ?? 1; // !') },
  { what: '!= instead of !==', rule: 'equality', code: entry('a: int', 'boolean', 'return a != 1; // !') },
  {
    what: '=== between a string and an object',
    rule: 'equality',
    code: entry('a: string, b: A', 'boolean', 'return a === b; // !', 'class A {}'),
  },
  {
    what: '< between objects',
    rule: 'operand-type',
    code: entry('a: A, b: A', 'boolean', 'return a < b; // !', 'class A {}'),
  },
  {
    what: 'a float in a template literal',
    rule: 'operand-type',
    code: entry('a: float', 'string', 'return `${a}`; // !'),
  },
  {
    what: 'an object in a template literal',
    rule: 'operand-type',
    code: entry('a: A', 'string', 'return `${a}`; // !', 'class A {}'),
  },
  {
    what: '?. of a field',
    rule: 'optional-chaining',
    code: entry('a: A | null', 'void', 'const b = a?.x; // !', 'class A { x = true; }'),
  },
  {
    what: '?. of an item',
    rule: 'optional-chaining',
    code: entry('a: string[] | null', 'void', 'const b = a?.[0]; // !'),
  },
  { what: 'a comma operator', rule: 'expression', code: entry('a: int', 'int', 'return (a, 1); // !') },
  {
    what: 'a switch on a string',
    rule: 'switch',
    code: entry('a: string', 'void', "switch (a) { // !\n  case 'x':\n    return;\n}"),
  },
  {
    what: 'a switch on an object',
    rule: 'switch',
    code: entry('a: A, b: A', 'void', 'switch (a) { // !\n  case b:\n    return;\n}', 'class A {}'),
  },
  {
    what: 'a case that is a variable',
    rule: 'switch',
    code: entry('a: int, b: int', 'void', 'switch (a) {\n  case b: // !\n    return;\n}'),
  },
  {
    what: 'a case twice',
    rule: 'switch',
    code: entry('a: int', 'void', 'switch (a) {\n  case 1:\n    return;\n  case 1: // !\n    return;\n}'),
  },
  {
    what: 'a case that falls through',
    rule: 'fallthrough',
    code: entry(
      'a: int',
      'void',
      'let r = 0;\nswitch (a) {\n  case 1: // !\n    r = 1;\n  default:\n    r = 2;\n}',
    ),
  },
  {
    what: 'for..in',
    rule: 'statement',
    code: entry('a: A', 'void', 'for (const k in a) {} // !', 'class A {}'),
  },
  {
    what: 'for..of over pairs taken apart',
    rule: 'for-of',
    code: entry('a: string[][]', 'void', 'for (const [b, c] of a) {} // !'),
  },
  { what: 'a debugger statement', rule: 'statement', code: entry('', 'void', 'debugger; // !') },
  {
    what: 'a downcast by as',
    rule: 'assertion',
    code: entry('a: A', 'B', 'return a as B; // !', 'class A { x = true; }\nclass B extends A { y = true; }'),
  },
  {
    what: 'a cast to an unrelated class',
    rule: 'assertion',
    code: entry('a: object', 'B', 'return a as B; // !', 'class B { y = true; }'),
  },
  { what: 'throwing a string', rule: 'throw', code: entry('', 'void', "throw 'x'; // !") },
  { what: 'throwing an Error', rule: 'builtin', code: entry('', 'void', "throw new Error('x'); // !") },
  {
    what: 'a catch variable passed on',
    rule: 'catch-variable',
    code: entry(
      '',
      'void',
      'try {\n  entry();\n} catch (e) {\n  take(e); // !\n}',
      'function take(e: unknown): void {}',
    ),
  },
  {
    what: 'instanceof of a catch variable',
    rule: 'catch-variable',
    code: entry(
      '',
      'boolean',
      'try {\n  return entry();\n} catch (e) {\n  return e instanceof RThrowable; // !\n}',
    ),
  },
  {
    what: 'caught of something else',
    rule: 'catch-variable',
    code: entry('a: A', 'void', 'caught(a); // !', 'class A {}'),
  },
  {
    what: 'destructuring in a catch clause',
    rule: 'catch-variable',
    code: entry('', 'void', 'try {\n  entry();\n} catch ({ message }) { // !\n}'),
  },

  // Strings.
  {
    what: 'a literal beyond bytes in a template',
    rule: 'byte-string',
    code: entry('a: string', 'string', 'return `${a}\u2713`; // !'),
  },
  {
    what: 'an item of a string',
    rule: 'operand-type',
    code: entry('a: string', 'string', 'return a[0] as string; // !'),
  },
  {
    what: 'a method of strings that is not listed',
    rule: 'builtin',
    code: entry('a: string', 'string', 'return a.trim(); // !'),
  },
  { what: 'split of a string', rule: 'builtin', code: entry('a: string', 'void', "a.split(','); // !") },
  {
    what: 'replace in a string',
    rule: 'builtin',
    code: entry('a: string', 'string', "return a.replace('a', 'b'); // !"),
  },
  {
    what: 'toString of an int',
    rule: 'builtin',
    code: entry('a: int', 'string', 'return a.toString(); // !'),
  },
  {
    what: 'String() as a function',
    rule: 'builtin',
    code: entry('a: int', 'string', 'return String(a); // !'),
  },

  // Lists and arrays.
  {
    what: 'slice of a list',
    rule: 'builtin',
    code: entry('a: string[]', 'string[]', 'return a.slice(); // !'),
  },
  {
    what: 'map of a list',
    rule: 'builtin',
    code: entry(
      'a: string[]',
      'string[]',
      'return a.map(f); // !',
      'function f(x: string): string {\n  return x;\n}',
    ),
  },
  {
    what: 'push to an array',
    rule: 'builtin',
    code: entry('a: FixedArray<string>', 'void', "a.push('x'); // !"),
  },
  { what: 'set of a byte array', rule: 'builtin', code: entry('a: Uint8Array', 'void', 'a.set(a); // !') },
  { what: 'a typed array made by new', rule: 'builtin', code: entry('', 'void', 'new Uint8Array(3); // !') },
  { what: 'an array made by new', rule: 'builtin', code: entry('', 'void', 'new Array<string>(3); // !') },
  {
    what: 'spread in an array literal',
    rule: 'expression',
    code: entry('a: string[]', 'string[]', 'return [...a]; // !'),
  },
  {
    what: 'the length of a list set',
    rule: 'builtin',
    code: entry('a: string[]', 'void', 'a.length = 0; // !'),
  },

  // Classes.
  {
    what: 'a setter',
    rule: 'class-member',
    code: entry('', 'void', 'new A();', 'class A {\n  set x(value: boolean) {} // !\n}'),
  },
  {
    what: 'a #private field',
    rule: 'class-member',
    code: entry('', 'void', 'new A();', 'class A {\n  #x = true; // !\n}'),
  },
  {
    what: 'an index signature',
    rule: 'class-member',
    code: entry('', 'void', 'new A();', 'class A {\n  [key: string]: boolean; // !\n}'),
  },
  {
    what: 'a method with a computed name',
    rule: 'class-member',
    code: entry('', 'void', 'new A();', "const name = 'x';\nclass A {\n  [name](): void {} // !\n}"),
  },
  {
    what: 'a mix-in',
    rule: 'base-class',
    code: entry(
      '',
      'void',
      'new B();',
      'class A {}\nfunction mix(): typeof A {\n  return A;\n}\nclass B extends mix() {} // !',
    ),
  },
  {
    what: 'an override with other parameter types',
    rule: 'override',
    code: entry(
      'a: A',
      'void',
      'a.m(1);\nnew B();',
      'class A {\n  m(x: int): void {}\n}\nclass B extends A {\n  override m(x: float): void {} // !\n}',
    ),
  },
  {
    what: 'an override with more parameters',
    rule: 'override',
    code: entry(
      'a: A',
      'void',
      'a.m();\nnew B();',
      'class A {\n  m(): void {}\n}\nclass B extends A {\n  override m(x: boolean = true): void {} // !\n}',
    ),
  },
  {
    what: 'an override with another default value',
    rule: 'override',
    code: entry(
      'a: A',
      'void',
      'a.m();\nnew B();',
      'class A {\n  m(x: int = 1): void {}\n}\nclass B extends A {\n  override m(x: int = 2): void {} // !\n}',
    ),
  },
  {
    what: 'a static field that is assigned',
    rule: 'static-field',
    code: entry('', 'void', 'A.x = true; // !', 'class A {\n  static x: boolean = false;\n}'),
  },
  {
    what: 'new of a class value',
    rule: 'callee',
    code: entry('c: typeof A', 'A', 'return new c(); // !', 'class A {}'),
  },

  // Functions.
  { what: 'an arrow function', rule: 'closure', code: entry('', 'void', 'const f = () => true; // !') },
  {
    what: 'a nested function',
    rule: 'closure',
    code: entry('', 'boolean', 'function f(): boolean { // !\n  return true;\n}\nreturn f();'),
  },
  {
    what: 'a method as a value',
    rule: 'method-value',
    code: entry('a: A', 'void', 'const f = a.m; // !', 'class A {\n  m(): void {}\n}'),
  },
  {
    what: 'a function with fewer parameters than its type',
    rule: 'function-value',
    code: entry(
      '',
      'void',
      'take(f); // !',
      'function f(): void {}\nfunction take(g: (a: boolean) => void): void {}',
    ),
  },
  {
    what: 'a function with a narrower parameter',
    rule: 'function-value',
    code: entry(
      '',
      'void',
      'take(f); // !',
      'class A { x = 1; }\nclass B extends A { y = 1; }\nfunction f(b: B): void {}\nfunction take(g: (a: never) => void): void {}',
    ),
  },
  {
    what: 'a generator',
    rule: 'generator',
    code: entry('', 'void', 'f();', 'function* f(): Generator<string> { // !\n  yield "x";\n}'),
  },
  {
    what: 'an optional parameter',
    rule: 'optional-parameter',
    code: entry('', 'void', 'f();', 'function f(a?: string): void {} // !'),
  },
  {
    what: 'a rest parameter',
    rule: 'optional-parameter',
    code: entry('', 'void', "f('x');", 'function f(...a: string[]): void {} // !'),
  },
  {
    what: 'a default value that is not a literal',
    rule: 'optional-parameter',
    code: entry(
      '',
      'void',
      'f();',
      "function g(): string {\n  return 'x';\n}\nfunction f(a: string = g()): void {} // !",
    ),
  },
  {
    what: 'a spread argument',
    rule: 'expression',
    code: entry('a: [boolean]', 'void', 'f(...a); // !', 'function f(a: boolean): void {}'),
  },
  {
    what: 'a parameter taken apart',
    rule: 'destructuring',
    code: 'export function entry([a]: string[]): void {} // !',
  },
  {
    what: 'assignment by destructuring',
    rule: 'destructuring',
    code: entry('p: string[]', 'void', "let a = '';\n[a] = p; // !"),
  },
  {
    what: 'a rest element',
    rule: 'destructuring',
    code: entry('p: string[]', 'void', 'const [a, ...b] = p; // !'),
  },
  { what: 'arguments', rule: 'expression', code: entry('', 'void', 'arguments.length; // !') },

  // What is not in the subset.
  { what: 'a regular-expression literal', rule: 'expression', code: entry('', 'void', '/x/; // !') },
  { what: 'typeof', rule: 'expression', code: entry('a: string', 'string', 'return typeof a; // !') },
  {
    what: 'delete',
    rule: 'expression',
    code: entry('a: A', 'void', 'delete a.x; // !', 'class A { x: string | null = null; }'),
  },
  {
    what: 'in',
    rule: 'expression',
    code: entry('a: A', 'boolean', "return 'x' in a; // !", 'class A { x = 1; }'),
  },
  { what: 'void', rule: 'expression', code: entry('', 'void', 'void entry(); // !') },
  {
    what: 'await',
    rule: 'generator',
    code: 'export async function entry(): Promise<void> { // !\n  await null;\n}',
  },
  { what: 'a tagged template', rule: 'expression', code: entry('', 'void', 'String.raw`x`; // !') },
  { what: 'a class expression', rule: 'expression', code: entry('', 'void', 'const A = class {}; // !') },
  {
    what: 'a field by computed name',
    rule: 'type-mismatch',
    code: entry('a: A', 'boolean', "return a['x']; // !", 'class A { x = true; }'),
  },
  { what: 'JSON', rule: 'builtin', code: entry('a: string', 'void', 'JSON.parse(a); // !') },
  { what: 'Date', rule: 'builtin', code: entry('', 'void', 'new Date(); // !') },
  { what: 'console', rule: 'builtin', code: entry('', 'void', 'console.log(); // !') },
  { what: 'eval', rule: 'builtin', code: entry('', 'void', "eval('1'); // !") },

  // Module state and the outside world.
  {
    what: 'a module variable that is a Map',
    rule: 'module-state',
    code: entry('', 'void', 'm = new Map();', 'let m = new Map<string, string>(); // !'),
  },
  {
    what: 'a module constant that is a plain object',
    rule: 'object-type',
    code: entry('', 'boolean', 'return m.x;', 'const m = { x: true }; // !'),
  },
  {
    what: 'an external as a value',
    rule: 'function-value',
    code: entry(
      '',
      'void',
      'take(host); // !',
      "const host = external<() => void>('x');\nfunction take(f: () => void): void {}",
    ),
  },
  {
    what: 'an external without a literal name',
    rule: 'declared-type',
    code: entry('', 'void', 'host();', "const name = 'x';\nconst host = external<() => void>(name); // !"),
  },
];
