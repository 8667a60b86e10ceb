/**
 * The rules of RTypeScript, once: what each says, and code that breaks it. `docs/rtypescript.md` explains them;
 * a test feeds every example to the front end and expects its rule at the line marked `// !`.
 */
export interface Rule {
  readonly says: string;
  /** Module text; rlib may be imported from './rlib'. The line that breaks the rule ends in `// !`. */
  readonly example: string;
}

const throwable = `import { RThrowable, caught } from '../../../src/ts/rlib/throwable.js';`;
const types = `import type { int, float } from '../../../src/ts/rlib/types.js';`;

export const rules = {
  'declared-type': {
    says: 'parameters, results and fields have declared types; numbers are `int` or `float`, never `number`',
    example: `export function entry(x: number): boolean { // !\n  return x === x;\n}`,
  },
  'no-any': {
    says: '`any` and `unknown` have no representation',
    example: `export function entry(x: unknown): void {} // !`,
  },
  union: {
    says: '`T | null` is the only union, and T is not a number or boolean',
    example: `export function entry(x: boolean | null): void {} // !`,
  },
  undefined: {
    says: 'a missing value is null; `undefined` does not occur',
    example: `export function entry(x: boolean): boolean {\n  const y = undefined; // !\n  return x;\n}`,
  },
  'object-type': {
    says: 'values are of classes, not of interfaces, object literal types or library types',
    example: `interface Shape { area: boolean }\nexport function entry(x: Shape): boolean { // !\n  return true;\n}`,
  },
  tuple: {
    says: 'the items of a tuple have one type',
    example: `export function entry(x: [boolean, string]): boolean { // !\n  return true;\n}`,
  },
  'type-mismatch': {
    says: 'a value has the representation of the type where it is used',
    example: `import type { FixedArray } from '../../../src/ts/rlib/array.js';\nfunction take(a: FixedArray<boolean>): boolean {\n  return a[0];\n}\nexport function entry(a: boolean[]): boolean {\n  return take(a); // !\n}`,
  },
  'mixed-arithmetic': {
    says: 'ints and floats do not mix: `intToFloat`, `floatToInt`',
    example: `${types}\nexport function entry(a: int, b: float): boolean {\n  return a < b; // !\n}`,
  },
  'integer-operator': {
    says: '`/`, `%` and `**` are not for ints: `floorDiv`, `floorMod`, `truncDiv`, `truncMod`, `intToFloat`',
    example: `${types}\nexport function entry(a: int, b: int): int {\n  return a % b; // !\n}`,
  },
  'operand-type': {
    says: 'an operator is applied to operands of the types that it is for',
    example: `${types}\nexport function entry(a: string, b: int): string {\n  return a + b; // !\n}`,
  },
  condition: {
    says: 'conditions are booleans',
    example: `export function entry(a: string): boolean {\n  if (a) return true; // !\n  return false;\n}`,
  },
  equality: {
    says: 'only `===` and `!==`, between values of the same kind',
    example: `export function entry(a: string, b: string): boolean {\n  return a == b; // !\n}`,
  },
  'byte-string': {
    says: 'strings are byte strings: their code units are 0..255',
    example: `export function entry(): string {\n  return 'caf\u00e9 \u2713'; // !\n}`,
  },
  closure: {
    says: 'no function expressions or nested functions: functions are declared at top level',
    example: `export function entry(a: boolean): boolean {\n  const f = (): boolean => a; // !\n  return true;\n}`,
  },
  'function-value': {
    says: 'a function as a value is a top-level function or static method with exactly the parameters of its type',
    example: `function one(a: boolean): boolean {\n  return a;\n}\nexport function entry(a: boolean): boolean {\n  const f: (a: boolean, b: boolean) => boolean = one; // !\n  return f(a, a);\n}`,
  },
  'method-value': {
    says: 'methods are called, not taken as values',
    example: `class A {\n  m(): void {}\n}\nexport function entry(): void {\n  const f = new A().m; // !\n}`,
  },
  callee: {
    says: 'what is called is a function or method with one signature, or a value of function type',
    example: `function f(a: boolean): boolean;\nfunction f(a: string): boolean;\nfunction f(a: boolean | string): boolean {\n  return true;\n}\nexport function entry(): boolean {\n  return f('x'); // !\n}`,
  },
  builtin: {
    says: "of JavaScript's own functions and methods only those that docs/rtypescript.md lists",
    example: `export function entry(a: string): string {\n  return a.toUpperCase(); // !\n}`,
  },
  'generic-argument': {
    says: 'type arguments are references: generics are erased',
    example: `${types}\nfunction same<T>(x: T): T {\n  return x;\n}\nexport function entry(a: int): int {\n  return same(a); // !\n}`,
  },
  'structural-typing': {
    says: 'an object is used as an instance of its own class or a class that it inherits from',
    example: `class A { x = true; }\nclass B { x = true; }\nfunction take(a: A): boolean {\n  return a.x;\n}\nexport function entry(b: B): boolean {\n  return take(b); // !\n}`,
  },
  throw: {
    says: 'only instances of RThrowable are thrown',
    example: `class A { x = true; }\nexport function entry(): void {\n  throw new A(); // !\n}`,
  },
  'catch-variable': {
    says: "a catch clause's variable is only passed to `caught` or thrown again",
    example: `${throwable}\nexport function entry(): boolean {\n  try {\n    entry();\n  } catch (e) {\n    return e === null; // !\n  }\n  return true;\n}`,
  },
  switch: {
    says: 'a switch is on an int, its cases are integer literals or const enum members, each once',
    example: `export function entry(a: string): boolean {\n  switch (a) { // !\n    case 'x': return true;\n  }\n  return false;\n}`,
  },
  fallthrough: {
    says: 'only empty cases fall through',
    example: `${types}\nexport function entry(a: int): int {\n  let r: int = 0;\n  switch (a) {\n    case 1: // !\n      r = 1;\n    case 2:\n      r = 2;\n  }\n  return r;\n}`,
  },
  'for-of': {
    says: '`for..of` runs over lists and arrays',
    example: `export function entry(s: string): void {\n  for (const c of s) {} // !\n}`,
  },
  destructuring: {
    says: 'only `const [a, b] = ...` of an array',
    example: `class P { x = true; }\nexport function entry(p: P): boolean {\n  const { x } = p; // !\n  return x;\n}`,
  },
  'optional-parameter': {
    says: 'a parameter is given, or has a literal, constant or null as default value; no `?`, no rest parameters',
    example: `export function entry(a?: boolean): void {} // !`,
  },
  'object-literal': {
    says: 'no object literals: make a class',
    example: `export function entry(): boolean {\n  const o = { x: true }; // !\n  return true;\n}`,
  },
  assertion: {
    says: '`as` and `!` take away null or go to a base class; to a subclass: `cast`',
    example: `class A { x = true; }\nclass B extends A { y = true; }\nexport function entry(a: A): boolean {\n  return (a as B).y; // !\n}`,
  },
  'optional-chaining': {
    says: 'no `?.`: test for null',
    example: `class A { m(): void {} }\nexport function entry(a: A | null): void {\n  a?.m(); // !\n}`,
  },
  'static-field': {
    says: 'static fields are readonly',
    example: `class A { static x: boolean = true; }\nexport function entry(): boolean {\n  return A.x; // !\n}`,
  },
  'class-member': {
    says: 'members of classes are fields and methods with plain names: no getters, setters, index signatures, `#` names',
    example: `class A {\n  get x(): boolean {\n    return true;\n  }\n}\nexport function entry(): boolean {\n  return new A().x; // !\n}`,
  },
  'base-class': {
    says: 'a class extends a class of RTypeScript, named directly',
    example: `class A extends Error {} // !\nexport function entry(): void {\n  new A();\n}`,
  },
  override: {
    says: 'a method that overrides another has parameters and result of the same representations, and no more parameters',
    example: `${types}\nclass A {\n  m(): void {}\n}\nclass B extends A {\n  override m(): int { // !\n    return 1;\n  }\n}\nexport function entry(): void {\n  const a: A = new B();\n  a.m();\n}`,
  },
  generator: {
    says: 'no generators and no async functions',
    example: `export async function entry(): Promise<void> {} // !`,
  },
  statement: {
    says: 'only the statements that docs/rtypescript.md lists',
    example: `export function entry(): void {\n  debugger; // !\n}`,
  },
  expression: {
    says: 'only the expressions that docs/rtypescript.md lists',
    example: `export function entry(a: string): boolean {\n  return typeof a === 'x'; // !\n}`,
  },
  'module-state': {
    says: 'a module-level `let` is an int, float, boolean, string, function or object',
    example: `let f = 1n; // !\nexport function entry(): void {\n  f = 2n;\n}`,
  },
  prebuilt: {
    says: 'an object that exists after loading is of the type that its declaration says; its functions are top-level',
    example: `class A {\n  constructor(readonly f: () => boolean) {}\n}\nconst a = new A(() => true);\nexport function entry(): boolean {\n  return a.f(); // !\n}`,
  },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
