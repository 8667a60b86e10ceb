/** Random Python expressions over a function's variables, by kind; what they compute stays finite. */
import type { Random } from '../backend/random-lir.js';

export const kinds = ['int', 'num', 'any', 'str', 'list', 'dict', 'obj'] as const;
export type Kind = (typeof kinds)[number];

const EXPRESSION_DEPTH = 3;

export const bigInts = [
  '2147483647',
  '4611686018427387903',
  '-4611686018427387904',
  '9223372036854775807',
  '9223372036854775800',
  '-9223372036854775808',
  '18446744073709551629',
];

/** What a function's body knows while it is written. */
export class Scope {
  readonly names: Readonly<Record<Kind, string[]>> = {
    int: [],
    num: [],
    any: [],
    str: [],
    list: [],
    dict: [],
    obj: [],
  };
  /** Loops around, by what counts them. */
  readonly counters: string[] = [];
  /** Dictionaries that are gone through. */
  readonly locked = new Set<string>();
  readonly generators: string[] = [];
  readonly closures: string[] = [];
  tries = 0;
  rounds = 1;
  work = 0;

  constructor(
    readonly self: string,
    readonly isGenerator: boolean,
    readonly recursive: readonly Kind[] | null,
    /** Arithmetic, lists and attributes only: what traces know most of. */
    readonly isPlain: boolean,
  ) {}
}

export class RandomExpressions {
  scope = new Scope('', false, null, false);

  constructor(private readonly random: Random) {}

  private choose(...ways: readonly (() => string)[]): string {
    return this.random.pick(ways)();
  }

  plainName(): string {
    const { names, counters } = this.scope;
    return this.random.pick(counters.length > 0 && this.random.isLucky(0.5) ? counters : names.int);
  }

  plain(depth: number): string {
    const { random } = this;
    return this.choose(
      () => this.plainName(),
      () => this.plainName(),
      () => String(random.below(100)),
      () =>
        `(${this.plainName()} ${random.pick(['+', '-', '*', '&', '^'])} ${depth > 1 ? this.plain(depth - 1) : String(random.below(9))})`,
      () => `(${this.plainName()} ${random.pick(['//', '%', '>>'])} ${2 + random.below(7)})`,
    );
  }

  private plainCondition(): string {
    const { random, scope } = this;
    return this.choose(
      () => `${this.plainName()} % ${2 + random.below(6)} == ${random.below(3)}`,
      () => `${this.plainName()} & ${1 << random.below(4)}`,
      () => `${this.plainName()} ${random.pick(['<', '>', '!='])} ${this.plainName()}`,
      () => `${this.plainName()} > ${random.below(60)}`,
      () => `${random.pick(scope.names.any)} is ${random.pick(['', 'not '])}None`,
      () => `h % ${2 + random.below(12)} == 0`,
      () => `${random.pick(scope.names.num)} ${random.pick(['<', '>'])} ${this.plainName()}`,
      () => `${this.plainName()} % 3 and ${this.plainName()} < ${random.below(90)}`,
    );
  }

  sequence(count: number): string {
    const { names } = this.scope;
    return this.choose(
      () => `list(range(${count}))`,
      () => this.random.pick(names.list),
      () => `${this.random.pick(names.list)} * 3`,
      () => `[${this.expression('num', 1)}] * ${count}`,
      () => `'abcdefghij' * ${Math.ceil(count / 10)}`,
      () => `[1, 2.5, None, 'x', 9223372036854775807] * ${Math.ceil(count / 5)}`,
      () => `(${this.expression('num', 1)}, ${this.expression('str', 1)}, None)`,
      () => `evens(${count})`,
    );
  }

  /** Of a list a copy: two names of one would make loops over it too long. */
  value(kind: Kind, depth: number): string {
    const value = this.expression(kind, depth);
    return kind === 'list'
      ? `${value}[:6]`
      : kind === 'dict'
        ? `dict(${value})`
        : kind === 'any'
          ? `pick(0, default=fold(${value}))`
          : value;
  }

  /** As an argument: lists and dictionaries are the callee's own. */
  given(kind: Kind): string {
    return this.value(kind, 1);
  }

  condition(): string {
    const { random, scope } = this;
    if (scope.isPlain && random.isLucky(0.95)) return this.plainCondition();
    const { names } = scope;
    return this.choose(
      () => `${this.small()} % ${2 + random.below(6)} == ${random.below(3)}`,
      () => `${this.small()} % ${2 + random.below(6)} ${random.pick(['!=', '<', '>'])} ${random.below(3)}`,
      () =>
        `${this.expression('num', 1)} ${random.pick(['<', '<=', '>', '>=', '==', '!='])} ${this.expression('num', 1)}`,
      () => `${this.small()} > ${random.below(60)}`,
      () => `${random.pick(names.any)} is ${random.pick(['', 'not '])}None`,
      () => `isinstance(${random.pick(names.any)}, ${random.pick(['int', 'str', 'float', 'Base', 'tuple'])})`,
      () => `h & ${1 << random.below(5)}`,
      () =>
        `${random.pick(['not ', ''])}${random.pick([...names.list, ...names.dict, ...names.str, ...names.int])}`,
      () => `${this.small()} % 13 in ${random.pick([...names.dict, ...names.list, 'Items(5)', '(1, 2, 7)'])}`,
      () => `${this.condition()} ${random.pick(['and', 'or'])} ${this.condition()}`,
      () => `${random.below(9)} < ${this.small()} % 30 <= ${9 + random.below(19)}`,
      () => `hasattr(${random.pick(names.obj)}, '${random.pick(['late', 'later', 'at1', 'a2'])}')`,
      () => `${random.pick(names.str)} ${random.pick(['<', '==', '!='])} ${this.expression('str', 1)}`,
    );
  }

  /** An int that is about how often a loop went round; fits any modulus. */
  small(): string {
    const { counters, names } = this.scope;
    const known = counters.length > 0 && this.random.isLucky(0.7) ? counters : [...names.int, 'h'];
    // Counters may be anything that is gone through.
    const name = this.random.pick(known);
    return known === counters ? `fold(${name})` : name;
  }

  literal(kind: Kind): string {
    const { random } = this;
    const int = (): string =>
      random.isLucky(0.4)
        ? random.pick(bigInts)
        : random.pick(['0', '1', '2', '7', '-3', '255', '1000', 'True']);
    switch (kind) {
      case 'int':
        return int();
      case 'num':
        return random.isLucky(0.5) ? int() : random.pick(['0.5', '-2.25', '1e9', '0.0', '3.0']);
      case 'any':
        return random.pick(['None', int(), '1.5', `'any'`, '(1, 2)', 'Base(3)', 'Slots(4)', '[1, 2]']);
      case 'str':
        return random.pick([`''`, `'a'`, `'bc'`, `'x\\u20ac y'`, `'hello'`]);
      case 'list':
        return random.pick([
          '[]',
          '[1]',
          '[1, 2.5, 3]',
          '[3, 1, 2, 5]',
          '[0.5, 1.5]',
          '[1, 9223372036854775808]',
        ]);
      case 'dict':
        return random.pick(['{}', '{1: 2}', `{'a': 1, 'b': 2.5, 'c': -1}`, '{1: 1, 2: 2, 3: 3, 4: 4.5}']);
      case 'obj':
        // `Props` takes no 7.
        return `${random.pick(['Base', 'Child', 'Slots', 'Props'])}(${int().replace(/^7$/, '8')})`;
    }
  }

  /** A mutable default would be of all calls. */
  default(kind: Kind): string {
    return kind === 'list' ? '[1, 2]' : kind === 'dict' ? '{1: 2, 3: 4}' : this.literal(kind);
  }

  expression(kind: Kind, depth = EXPRESSION_DEPTH): string {
    const { random, scope } = this;
    if (depth <= 0 || random.isLucky(0.3)) {
      const known = scope.names[kind];
      return known.length === 0 || random.isLucky(0.25) ? this.literal(kind) : random.pick(known);
    }
    const deeper = (of: Kind): string => this.expression(of, depth - 1);
    switch (kind) {
      case 'int':
        return this.int(deeper);
      case 'num':
        return this.number(deeper);
      case 'any':
        return random.pick(scope.names.any.length === 0 ? ['None'] : scope.names.any);
      case 'str':
        return this.choose(
          () => `(${deeper('str')} + ${deeper('str')})`,
          () => `str(${deeper('num')})`,
          () =>
            `f'{${random.pick([...scope.names.num, 'h'])}}-{${random.pick([...scope.names.int, 'h'])}:>4}'`,
          () => `f'{${random.pick([...scope.names.str, 'h'])}!r}'`,
          () => `'-'.join([${deeper('str')}, ${deeper('str')}])`,
          () => `('%s' % (${deeper('any')},))[:20]`,
          () => `${deeper('str')}[${random.below(3)}:]`,
          () => `repr(${deeper('any')})[:9]`,
        );
      case 'list':
        return this.choose(
          () => `[${deeper('num')}, ${deeper('num')}]`,
          () => `[${deeper('int')}]`,
          () => `(${deeper('list')} + ${deeper('list')})`,
          () => `[x for x in ${deeper('list')} if x != ${this.small()}]`,
          () => `[x * 2 % 1000003 for x in range(${random.below(6)})]`,
          () => `sorted(${deeper('list')})`,
          () => `${deeper('list')}[::-1]`,
          () => `list(map(fold, ${deeper('list')}))`,
        );
      case 'dict':
        return this.choose(
          () => `{${random.below(5)}: ${deeper('num')}, 'q': ${deeper('num')}}`,
          () => `dict(${deeper('dict')})`,
          () => `dict(zip(range(4), ${deeper('list')}))`,
        );
      case 'obj':
        return this.choose(
          () =>
            `${random.pick(['Base', 'Child', 'Slots', 'Props'])}(fold(${deeper('num')})${random.pick(['', ', 3', ', w=h'])})`,
          () => `(${deeper('obj')} + ${deeper('int')})`,
          () => `${deeper('obj')}.step(fold(${deeper('num')}))`,
          () => `(${deeper('obj')} if ${this.condition()} else ${deeper('obj')})`,
          () => `max(${deeper('obj')}, ${deeper('obj')})`,
        );
    }
  }

  private int(deeper: (of: Kind) => string): string {
    const { random, scope } = this;
    return this.choose(
      () => `(${deeper('int')} ${random.pick(['+', '-', '*'])} ${deeper('int')})`,
      () => `(${deeper('int')} ${random.pick(['+', '-'])} ${deeper('int')})`,
      () =>
        `(${deeper('int')} ${random.pick(['%', '//'])} ${random.pick(['7', '-10', '1000', '4294967296', '3'])})`,
      () => `(${deeper('int')} ${random.pick(['&', '|', '^'])} ${deeper('int')})`,
      () => `(${deeper('int')} ${random.pick(['<<', '>>'])} ${random.below(4)})`,
      () => `${random.pick(['-', '~', 'abs'])}(${deeper('int')})`,
      () => `len(${random.pick([...scope.names.list, ...scope.names.str, ...scope.names.dict])})`,
      () => `fold(${deeper(random.pick(kinds))})`,
      () => `fold(${deeper('obj')}.get())`,
      () => `${deeper('obj')}.mix(${deeper('int')}, 4${random.pick(['', ', c=1'])})`,
      () => this.small(),
      () => this.small(),
      () => `sum(range(${this.small()} % 9))`,
      () => `(${deeper('int')} if ${this.condition()} else ${deeper('int')})`,
      () => `(lambda x, y=${random.below(9)}: x + y)(${deeper('int')})`,
    );
  }

  private number(deeper: (of: Kind) => string): string {
    const { random } = this;
    return this.choose(
      () => `(${deeper('num')} ${random.pick(['+', '-', '*'])} ${deeper('num')})`,
      () => `(${deeper('num')} ${random.pick(['+', '-'])} ${deeper('num')})`,
      () => `(${deeper('num')} / ${random.pick(['2', '3', '-0.25', '7.0'])})`,
      () => `(${deeper('num')} ${random.pick(['//', '%'])} ${random.pick(['7', '2.5', '-1000'])})`,
      () => `${random.pick(['min', 'max'])}(${deeper('num')}, ${deeper('num')})`,
      () => `float(fold(${deeper('num')}))`,
      () => `(${deeper('num')} if ${this.condition()} else ${deeper('num')})`,
      () => deeper('int'),
      () => `wrap(${deeper('obj')}.get())`,
      () => `(${deeper('num')} or ${deeper('num')})`,
    );
  }
}
