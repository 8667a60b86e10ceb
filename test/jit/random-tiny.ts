/**
 * Random Tiny programs for differential tests: nested loops, functions that call each other, ints that overflow into floats, lists, strings, and now
 * and then an operation that fails. Loops have a counter of their own, which nothing else changes; functions call functions before them only: all
 * programs end.
 */
import { Random } from '../backend/random-lir.js';

type Kind = 'number' | 'text' | 'list';

const LOOP_DEPTH = 2;
const EXPRESSION_DEPTH = 3;

class Scope {
  readonly names: Readonly<Record<Kind, string[]>> = { number: [], text: [], list: [] };
  /** Loops around, by their counters. */
  readonly counters: string[] = [];
}

export class RandomTiny {
  private readonly random: Random;
  private readonly lines: string[] = [];
  private readonly functions: { readonly name: string; readonly params: readonly Kind[] }[] = [];
  private scope = new Scope();
  private nameCount = 0;
  private indent = '';

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  program(): string {
    const count = this.random.below(3);
    for (let i = 0; i < count; i++) this.function();
    this.scope = new Scope();
    this.variables();
    this.loop();
    this.body(3);
    this.showAll();
    return `${this.lines.join('\n')}\n`;
  }

  private line(text: string): void {
    this.lines.push(this.indent + text);
  }

  private block(head: string, fill: () => void): void {
    this.line(`${head} {`);
    const before = this.indent;
    this.indent += '  ';
    fill();
    this.indent = before;
    this.line('}');
  }

  private newName(kind: Kind | 'counter'): string {
    return `${kind.slice(0, 1)}${this.nameCount++}`;
  }

  private function(): void {
    this.scope = new Scope();
    const name = `f${this.functions.length}`;
    const params = Array.from({ length: 1 + this.random.below(2) }, () =>
      this.random.pick<Kind>(['number', 'number', 'text', 'list']),
    );
    const names = params.map((kind) => {
      const param = this.newName(kind);
      this.scope.names[kind].push(param);
      return param;
    });
    this.block(`fn ${name}(${names.join(', ')})`, () => {
      this.variables();
      this.body(this.functions.length === 0 ? 2 : 3);
      this.line(`return ${this.expression('number')}`);
    });
    this.functions.push({ name, params });
  }

  private variables(): void {
    for (const kind of ['number', 'number', 'text', 'list'] as const) {
      const name = this.newName(kind);
      this.line(`let ${name} = ${this.literal(kind)}`);
      this.scope.names[kind].push(name);
    }
  }

  private body(statements: number): void {
    for (let i = 0; i < statements; i++) this.statement();
  }

  private statement(): void {
    const { random, scope } = this;
    const choice = random.below(12);
    if (choice < 3 && scope.counters.length < LOOP_DEPTH) this.loop();
    else if (choice < 5) {
      this.block(`if ${this.condition()}`, () => {
        this.body(1 + random.below(2));
      });
      if (random.isLucky(0.5)) {
        const last = this.lines.pop() ?? '';
        this.block(`${last.trim()} else`, () => {
          this.body(1);
        });
      }
    } else if (choice < 9) {
      const name = random.pick(scope.names.number);
      this.line(`${name} = ${this.expression('number')}`);
    } else if (choice < 10) {
      const name = random.pick(scope.names.text);
      this.line(`${name} = ${this.expression('text')}`);
      this.line(`if len(${name}) > 20 { ${name} = "" }`);
    } else if (choice < 11) this.changeList();
    else if (random.isLucky(0.3))
      this.line(`print ${this.expression(random.pick<Kind>(['number', 'text', 'list']))}`);
    else if (random.isLucky(0.2) && scope.counters.length > 0) this.failure();
  }

  private loop(): void {
    const { random, scope } = this;
    const counter = this.newName('counter');
    const rounds = scope.counters.length === 0 ? 6 + random.below(20) : 2 + random.below(8);
    this.line(`let ${counter} = 0`);
    scope.counters.push(counter);
    this.block(`while ${counter} < ${rounds}`, () => {
      this.line(`${counter} = ${counter} + 1`);
      this.body(2 + random.below(3));
    });
    scope.counters.pop();
    if (random.isLucky(0.5)) this.line(`print ${random.pick(scope.names.number)}`);
  }

  private changeList(): void {
    const { random, scope } = this;
    const name = random.pick(scope.names.list);
    switch (random.below(3)) {
      case 0:
        this.line(
          `if len(${name}) < 12 { push(${name}, ${this.expression(random.pick<Kind>(['number', 'text']))}) }`,
        );
        return;
      case 1:
        this.line(`if len(${name}) > 0 { ${name}[${this.index(name)}] = ${this.expression('number')} }`);
        return;
      default:
        this.line(`${name} = ${this.expression('list')}`);
    }
  }

  /** Goes wrong late, if at all. */
  private failure(): void {
    const counter = this.random.pick(this.scope.counters);
    const number = this.random.pick(this.scope.names.number);
    const failing = this.random.pick([
      `${number} = ${number} + "x"`,
      `print [1][${counter}]`,
      `${number} = 1 / 0`,
      'print undefined',
      `print ${number}()`,
    ]);
    this.line(`if ${counter} == ${3 + this.random.below(8)} { ${failing} }`);
  }

  private condition(): string {
    const { random } = this;
    switch (random.below(5)) {
      case 0:
        return `${this.expression('number')} ${random.pick(['<', '<=', '>', '>=', '==', '!='])} ${this.expression('number')}`;
      case 1:
        return `${this.expression('text')} ${random.pick(['<', '==', '!='])} ${this.expression('text')}`;
      case 2:
        return `not ${random.pick(this.scope.names[random.pick<Kind>(['number', 'text', 'list'])])}`;
      case 3:
        return `${this.condition()} ${random.pick(['and', 'or'])} ${this.condition()}`;
      default:
        return `${random.pick([...this.scope.counters, ...this.scope.names.number])} % ${2 + random.below(4)} == ${random.below(3)}`;
    }
  }

  private index(list: string): string {
    const { counters } = this.scope;
    return counters.length > 0 && this.random.isLucky(0.7)
      ? `${this.random.pick(counters)} % len(${list})`
      : '0';
  }

  private literal(kind: Kind): string {
    const { random } = this;
    switch (kind) {
      case 'number':
        return random.pick([
          '0',
          '1',
          '2',
          '7',
          '-3',
          '255',
          '256',
          '0.5',
          '-2.25',
          '1000003',
          '4503599627370496',
          '9007199254740991',
          '4611686018427387904',
        ]);
      case 'text':
        return random.pick(['""', '"a"', '"bc"', '"x y"']);
      case 'list':
        return random.pick(['[]', '[1]', '[1, 2.5, "t"]', '[3, 1, 2, 5]']);
    }
  }

  private expression(kind: Kind, depth = EXPRESSION_DEPTH): string {
    const { random, scope } = this;
    const deeper = (of: Kind): string => this.expression(of, depth - 1);
    if (depth === 0 || random.isLucky(0.3)) {
      const known = kind === 'number' ? [...scope.names.number, ...scope.counters] : scope.names[kind];
      return known.length === 0 || random.isLucky(0.3) ? this.literal(kind) : random.pick(known);
    }
    switch (kind) {
      case 'number':
        return this.number(deeper, random.below(10));
      case 'text':
        return random.pick([
          () => `(${deeper('text')} + ${deeper('text')})`,
          () => `str(${deeper('number')} % 100)`,
        ])();
      case 'list':
        return random.pick([
          () => `[${deeper('number')}, ${deeper('text')}]`,
          () => `[${deeper('number')}]`,
          () => `([${deeper('number')}] + [${deeper('number')}])`,
        ])();
    }
  }

  private number(deeper: (of: Kind) => string, choice: number): string {
    const { random } = this;
    if (choice < 5)
      return `(${deeper('number')} ${random.pick(['+', '-', '+', '-', '*'])} ${deeper('number')})`;
    if (choice < 6) return `(${deeper('number')} % ${random.pick(['7', '10', '1000', '-9', '2.5'])})`;
    if (choice < 7) return `(${deeper('number')} / ${random.pick(['2', '3', '-0.25'])})`;
    if (choice < 8) return `len(${random.pick(this.scope.names[random.pick<Kind>(['text', 'list'])])})`;
    if (choice < 9) return random.isLucky(0.5) ? `-${deeper('number')}` : `(${this.condition()})`;
    if (this.functions.length === 0 || this.scope.counters.length > 1) return this.literal('number');
    const { name, params } = random.pick(this.functions);
    return `${name}(${params.map((param) => deeper(param)).join(', ')})`;
  }

  private showAll(): void {
    const { names } = this.scope;
    this.line(`print ${[...names.number, ...names.text, ...names.list].join(', ')}`);
  }
}
