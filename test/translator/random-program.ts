/**
 * Random RTypeScript functions for the differential test. All ints stay within 32 bits unless an operation
 * that throws Overflow is meant; loops run on fuel; what is executed leaves marks in a trace.
 */

/** mulberry32: small, seeded, good enough to choose statements. */
export function randomSource(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const prelude = `
import { newFixedArray, type FixedArray } from '../../../src/ts/rlib/array.js';
import { StringBuilder, intToString, joinStrings, splitString } from '../../../src/ts/rlib/bytes.js';
import { highBits, lowBits } from '../../../src/ts/rlib/float.js';
import { fitsWord, floatToInt, floorDiv, floorMod, intToFloat, ovfAdd, ovfMul, truncDiv, wordShr } from '../../../src/ts/rlib/int.js';
import { Overflow, RThrowable, caught } from '../../../src/ts/rlib/throwable.js';
import type { float, int } from '../../../src/ts/rlib/types.js';

class Fault extends RThrowable {
  constructor(readonly code: int) {
    super();
  }
}
class SubFault extends Fault {}

let trace = '';
let state: int = 1;

function note(x: int): int {
  if (trace.length < 400) trace += \`\${x},\`;
  return x;
}

function key(x: float): int {
  return fitsWord(x * 1000) ? floatToInt(x * 1000) | 0 : x < 0 ? -1 : 1;
}

/** All bits of a float; NaN has many forms. */
function bitsOf(x: float): string {
  return x === x ? \`\${highBits(x)}.\${lowBits(x)}\` : 'nan';
}

function risky(x: int): int {
  if ((x & 7) === 3) throw new Fault(x & 1023);
  if ((x & 7) === 5) throw new SubFault(x & 511);
  if ((x & 7) === 6) return ovfMul(ovfMul(x | 1, 1073741823), 1073741823) & 255;
  return note(x & 255);
}

function codeOf(error: RThrowable): int {
  if (error instanceof SubFault) return error.code + 1000;
  return error instanceof Fault ? error.code : error instanceof Overflow ? -2 : -3;
}

abstract class Node {
  next: Node | null = null;
  constructor(public value: int) {}
  abstract apply(x: int): int;
  twice(x: int): int {
    return this.apply(this.apply(x));
  }
  mix(a: int, b: int, c: int, d: int, e: int, f: int, g: int, x: float, y: float): int {
    const first = this.apply((a - b) | 0);
    return note((first + (c ^ d) + (e & f) - g + key(x - y)) | 0);
  }
}
class Adder extends Node {
  override apply(x: int): int {
    return (x + this.value) | 0;
  }
}
class Counter extends Node {
  count: int = 0;
  override apply(x: int): int {
    this.count++;
    return x ^ this.count;
  }
  override twice(x: int): int {
    return super.twice(x) + 1 | 0;
  }
  override mix(a: int, b: int, c: int, d: int, e: int, f: int, g: int, x: float, y: float): int {
    return (super.mix(g, f, e, d, c, b, a, y, x) - 1) | 0;
  }
}
class Labelled extends Adder {
  label: string = 'l';
  weight: float = 0.5;
  isOn: boolean = false;
  readonly marks: int[] = [];
  constructor(value: int, label: string) {
    super(value);
    this.label += label;
  }
  override apply(x: int): int {
    this.isOn = !this.isOn;
    if (this.marks.length < 9) this.marks.push(x);
    this.weight = this.weight * 1.5 + intToFloat(x & 15);
    return super.apply(this.isOn ? x : ~x);
  }
}

const shared: Node[] = [new Adder(3), new Counter(4)];
const functions: ((x: int) => int)[] = [note, half, risky];

// Functions, since repeated tests of one variable would narrow it to never, which tsc does not accept.
function isAdder(node: Node): boolean {
  return node instanceof Adder;
}

function isCounter(node: Node): boolean {
  return !(node instanceof Adder) && node instanceof Counter;
}

function half(x: int): int {
  return x >> 1;
}

function labelOf(node: Node): string {
  return node instanceof Labelled ? \`\${node.label}\${node.marks.length}\${node.isOn ? '+' : '-'}\${bitsOf(node.weight)}\` : '';
}

function ints(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int, i: int, node: Node): int {
  const head = (a ^ (b << 1)) + (c & d) - (e | f);
  const result = node.apply((head + g) | 0);
  return (result + Math.imul(h, 3) - i) | 0;
}

function floats(a: float, b: float, c: float, d: float, e: float, f: float, g: float, h: float, i: float): float {
  const head = a - b * 2 + c / 3 - d;
  note(key(head));
  return head + e * f - g * 0.25 + h - i;
}

function mixed(a: int, x: float, b: int, y: float, text: string, c: int, d: int, z: float, e: int, node: Node,
  f: int, u: float, v: float, g: int, w: float, p: float, q: float, flag: boolean, r: float): string {
  const sum = floats(x, y, z, u, v, w, p, q, r);
  const count = ints(a, b, c, d, e, f, g, a, b, node);
  return flag ? \`\${count}\${text.slice(0, 3)}\` : \`\${text.slice(0, 2)}\${bitsOf(sum)}\`;
}

function sumTo(n: int, x: float): float {
  return n <= 0 ? x : sumTo(n - 1, x * 0.5) + intToFloat(n);
}

function build(parts: string[], count: int): string {
  const out = new StringBuilder();
  for (let i = 0; i < count; i++) {
    out.append(joinStrings(parts, '-'));
    out.appendByte(48 + (i & 7));
  }
  return out.build().slice(0, 12);
}

function wordsOf(text: string, n: int): string[] {
  const parts = splitString(text, ',');
  while (parts.length > 4) parts.pop();
  parts.push(intToString(n));
  return parts;
}
`;

const depths: readonly number[] = [...Array<number>(20).fill(0), ...Array<number>(6).fill(1), 2, 2, 3];

export class ProgramGenerator {
  private depth = 0;
  /** How deep the statements of the function at hand nest: most functions are small, so that there can be many. */
  private maxDepth = 0;
  private loopLabels: string[] = [];
  private nextName = 0;
  private readonly scopes: {
    ints: string[];
    floats: string[];
    bools: string[];
    strings: string[];
    nodes: string[];
  }[] = [];

  constructor(private readonly random: (below: number) => number) {}

  module(functionCount: number): string {
    const functions = Array.from({ length: functionCount }, (_, i) => this.fn(`f${i}`));
    return `${prelude}\n${functions.join('\n')}`;
  }

  private pick<T>(items: readonly T[]): T {
    const item = items[this.random(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  private variables(kind: 'ints' | 'floats' | 'bools' | 'strings' | 'nodes'): string[] {
    return this.scopes.flatMap((scope) => scope[kind]);
  }

  private fn(name: string): string {
    this.nextName = 0;
    this.scopes.push({
      ints: ['a', 'b'],
      floats: ['x'],
      bools: ['flag'],
      strings: ['text'],
      nodes: ['node'],
    });
    this.maxDepth = this.pick(depths);
    const body = this.statements(1 + this.random(this.maxDepth + 2));
    this.scopes.pop();
    return `export function ${name}(a: int, b: int, x: float): string {
  trace = '';
  let fuel = 0;
  let flag = a < b;
  let text = '';
  let node: Node = flag ? new Adder(a) : new Counter(b);
  const items: FixedArray<int> = newFixedArray<int>(4, b);
  const list = [a, 1, 2, b];
  const nodes: Node[] = [node];
  const reals: float[] = [x, 0.5];
  const parts: string[] = ['p'];
${body}
  return \`\${a} \${b} \${key(x)} \${flag ? 1 : 0} \${text} \${node.value} \${trace} \${fuel} \${state} \${bitsOf(x)} \${labelOf(node)} \${joinStrings(parts, ';')} \${nodes.length}\`;
}`;
  }

  private statements(count: number): string {
    this.scopes.push({ ints: [], floats: [], bools: [], strings: [], nodes: [] });
    const lines = Array.from({ length: count }, () => this.statement());
    this.scopes.pop();
    return lines.join('\n');
  }

  private block(): string {
    this.depth++;
    const text = `{\n${this.statements(1 + this.random(3))}\n}`;
    this.depth--;
    return text;
  }

  private declare(kind: 'ints' | 'floats' | 'bools' | 'strings', prefix: string): string {
    const name = `${prefix}${this.nextName++}`;
    this.scopes.at(-1)?.[kind].push(name);
    return name;
  }

  private statement(): string {
    const simple = this.depth > this.maxDepth;
    switch (this.random(simple ? 9 : 18)) {
      case 0: {
        const value = this.int(2);
        return `let ${this.declare('ints', 'i')}: int = ${value};`;
      }
      case 1:
        return `${this.pick(this.variables('ints'))} = ${this.int(3)};`;
      case 2:
        return `${this.pick(this.variables('floats'))} = ${this.float(2)};`;
      case 3:
        return `flag = ${this.bool(2)};`;
      case 4:
        return `note(${this.int(2)});`;
      case 5:
        return `if (text.length < 40) text += ${this.string()};`;
      case 6:
        return this.pick([
          `items[${this.int(1)} & 3] = ${this.int(1)};`,
          `list[${this.int(1)} & 3] += items[1] & 15;`,
          `state = ${this.int(1)};`,
          `node.value = ${this.int(1)};`,
          `node.next = nodes[0] as Node;`,
          `if (nodes.length < 6) nodes.push(${this.node()});`,
          `if (reals.length < 6) reals.push(${this.float(1)});`,
          `reals[${this.int(1)} & 1] = ${this.float(1)};`,
          `if (parts.length < 6) parts.push(${this.string()});`,
          `note(key(reals[${this.int(1)} & 1] as float));`,
          `if (nodes.length > 1) node = nodes.pop() as Node;`,
        ]);
      case 7:
        return this.jump();
      case 8: {
        const name = this.pick(this.variables('ints'));
        return `${name}${this.pick(['++', '--'])};\n${name} |= 0;`;
      }
      case 9:
      case 10:
        return `if (${this.bool(2)}) ${this.block()}${this.random(2) === 0 ? ` else ${this.block()}` : ''}`;
      case 11:
      case 12:
        return this.loop();
      case 13:
        return this.switchStatement();
      case 14:
        return `node = ${this.bool(1)} ? ${this.node()} : shared[${this.int(1)} & 1];`;
      default:
        return this.tryStatement();
    }
  }

  private jump(): string {
    const guard = `if (${this.bool(1)})`;
    const choices = [
      `${guard} return \`early \${${this.int(1)}} \${trace}\`;`,
      `${guard} throw new Fault(${this.int(1)} & 63);`,
    ];
    if (this.loopLabels.length > 0) {
      const label = this.pick(this.loopLabels);
      choices.push(
        `${guard} break ${label};`,
        `${guard} continue ${label};`,
        `${guard} break ${label};`,
        `${guard} continue;`,
      );
    }
    return this.pick(choices);
  }

  private loop(): string {
    const label = `loop${this.nextName++}`;
    this.loopLabels.push(label);
    const counter = `k${this.nextName++}`;
    const body = this.block();
    this.loopLabels.pop();
    switch (this.random(4)) {
      case 0:
        return `${label}: while (fuel < 30 && ${this.bool(1)}) {\nfuel++;\n${body}\n}`;
      case 1:
        return `${label}: for (let ${counter} = 0; ${counter} < ${1 + this.random(4)}; ${counter}++) ${body}`;
      case 2:
        return `${label}: do {\nfuel++;\n${body}\n} while (fuel < 20 && ${this.bool(1)});`;
      default:
        return `${label}: for (const ${counter} of ${this.pick(['items', 'list'])}) {\nnote(${counter} & 255);\n${body}\n}`;
    }
  }

  private switchStatement(): string {
    const cases = Array.from({ length: 2 + this.random(3) }, (_, i) => {
      const isEmpty = this.random(4) === 0;
      return isEmpty ? `case ${i}:` : `case ${i}: ${this.block().replace(/\}$/, 'break;\n}')}`;
    });
    if (this.random(2) === 0)
      cases.splice(this.random(cases.length), 0, `default: ${this.block().replace(/\}$/, 'break;\n}')}`);
    return `switch (${this.int(1)} & 7) {\n${cases.join('\n')}\n}`;
  }

  private tryStatement(): string {
    const body = `{\nnote(risky(${this.int(1)}));\n${this.block()}\n}`;
    const error = `e${this.nextName++}`;
    const handler = this.pick([
      `note(codeOf(caught(${error})));\n${this.block()}`,
      `const c${error} = caught(${error});\nif (c${error} instanceof SubFault) note(c${error}.code);\nelse throw ${error};`,
      `if (flag) throw ${error};\n${this.block()}`,
    ]);
    const hasCatch = this.random(4) > 0;
    const hasFinally = !hasCatch || this.random(2) === 0;
    return `try ${body}${hasCatch ? ` catch (${error}) {\n${handler}\n}` : ''}${hasFinally ? ` finally ${this.block()}` : ''}`;
  }

  private int(depth: number): string {
    if (depth === 0 || this.random(4) === 0) {
      return this.random(3) === 0
        ? this.pick(['0', '1', '-1', '7', '255', '65536', '-2147483648', '2147483647'])
        : this.pick(this.variables('ints'));
    }
    const e = (): string => this.int(depth - 1);
    const f = (): string => this.float(0);
    switch (this.random(20)) {
      case 0:
      case 1:
        return `((${e()} + ${e()}) | 0)`;
      case 2:
        return `((${e()} - ${e()}) | 0)`;
      case 3:
        return `Math.imul(${e()}, ${e()})`;
      case 4:
        return `(${e()} ${this.pick(['&', '|', '^', '<<', '>>'])} ${e()})`;
      case 5:
        return `(${this.pick(['floorDiv', 'floorMod', 'truncDiv'])}(${e()}, ${this.pick(['3', '-7', '65537'])}) | 0)`;
      case 6:
        return `(${this.bool(depth - 1)} ? ${e()} : ${e()})`;
      case 7:
        return `node.${this.pick(['apply', 'twice'])}(${e()})`;
      case 8:
        return `${this.pick(['items', 'list'])}[${e()} & 3]`;
      case 9:
        return `note(${e()})`;
      case 10:
        return `(-(${e()}) | 0)`;
      case 11:
        return `key(${this.float(depth - 1)})`;
      case 12:
        return `functions[${e()} & 1](${e()})`;
      case 13:
        return `(wordShr(ovfAdd(${e()}, ${e()}), 1) | 0)`;
      case 14:
        return `shared[${e()} & 1].apply(${e()})`;
      case 15:
        return `ints(${this.list(9, e)}, ${this.node()})`;
      case 16:
        return `node.mix(${this.list(7, e)}, ${f()}, ${f()})`;
      case 17:
        return `${this.string()}.length`;
      case 18:
        return `(nodes[nodes.length - 1] as Node).value`;
      default:
        return `(text.length + (node.next === null ? 1 : 2))`;
    }
  }

  private float(depth: number): string {
    if (depth === 0 || this.random(3) === 0)
      return this.pick([...this.variables('floats'), '0.5', '1e3', '2']);
    const e = (): string => this.float(depth - 1);
    switch (this.random(8)) {
      case 5:
        return `floats(${this.list(9, e)})`;
      case 6:
        return `sumTo(${this.int(depth - 1)} & 15, ${e()})`;
      case 7:
        return `(reals[${this.int(depth - 1)} & 1] as float)`;
      case 0:
        return `(${e()} ${this.pick(['+', '-', '*', '/', '%'])} x)`;
      case 1:
        return `intToFloat(${this.int(depth - 1)})`;
      case 2:
        return `Math.${this.pick(['floor', 'abs', 'trunc'])}(${e()})`;
      case 3:
        return `(${this.bool(depth - 1)} ? ${e()} : x)`;
      default:
        return `-x`;
    }
  }

  private bool(depth: number): string {
    if (depth === 0 || this.random(4) === 0)
      return this.pick([
        'flag',
        'a < b',
        'fuel > 3',
        'text === trace',
        "text < 's'",
        'node.next === null',
        'trace >= text',
      ]);
    const e = (): string => this.bool(depth - 1);
    switch (this.random(7)) {
      case 0:
        return `(${e()} && ${e()})`;
      case 1:
        return `(${e()} || ${e()})`;
      case 2:
        return `!(${e()})`;
      case 3:
        return `${this.int(depth - 1)} ${this.pick(['<', '<=', '>', '>=', '===', '!=='])} ${this.int(depth - 1)}`;
      case 4:
        return `${this.float(depth - 1)} ${this.pick(['<', '>=', '!=='])} x`;
      case 5:
        return `${this.pick(['isAdder', 'isCounter'])}(node)`;
      default:
        return `(${e()} ? ${e()} : ${e()})`;
    }
  }

  private list(count: number, item: () => string): string {
    return Array.from({ length: count }, item).join(', ');
  }

  private node(): string {
    return this.pick([
      `new Adder(${this.int(1)})`,
      `new Counter(${this.int(0)})`,
      `new Labelled(${this.int(0)}, ${this.string()})`,
      'node',
    ]);
  }

  private mixed(): string {
    const i = (): string => this.int(1);
    const x = (): string => this.float(1);
    return `mixed(${i()}, ${x()}, ${i()}, ${x()}, text, ${i()}, ${i()}, ${x()}, ${i()}, node, ${i()}, ${x()}, ${x()}, ${i()}, ${x()}, ${x()}, ${x()}, ${this.bool(0)}, ${x()})`;
  }

  private string(): string {
    if (this.random(4) === 0) return this.mixed();
    return this.pick([
      `build(parts, ${this.int(0)} & 3)`,
      `joinStrings(wordsOf(trace, ${this.int(0)}), '.')`,
      `String.fromCharCode(65 + (${this.int(0)} & 15))`,
      `(parts[0] as string)`,
      `'s'`,
      `\`\${${this.int(1)}}\``,
      `trace.slice(0, 2)`,
      `(flag ? 'y' : text.slice(0, 1))`,
    ]);
  }
}
