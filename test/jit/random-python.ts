/**
 * Random Python programs for differential tests of the JIT: functions with nested loops whose branches change their minds, exceptions, locals
 * whose types change, objects of several classes, generators that wait between rounds. Each loop has a bound that its body cannot move, and functions
 * call functions before them only, as often as `WORK` allows: all programs end. What a function computed is printed, also in between.
 */
import { Random } from '../backend/random-lir.js';
import { bigInts, kinds, RandomExpressions, Scope, type Kind } from './random-python-expressions.js';
import { idiomResult, idioms, idiomVariables } from './random-python-idioms.js';
import { prelude } from './random-python-prelude.js';

const LOOP_DEPTH = 3;
const FUNCTIONS = 6;
/** Of a function: from there on, or so deep, there are only small statements. */
const LINES = 70;
const DEPTH = 6;
/** Rounds of loops in a call of a function, those of its callees included. */
const WORK = 4000;

interface Callee {
  readonly name: string;
  readonly params: readonly Kind[];
  readonly work: number;
  readonly isRecursive: boolean;
}

export class RandomPython {
  private readonly random: Random;
  private readonly expressions: RandomExpressions;
  private readonly lines: string[] = [];
  private readonly functions: Callee[] = [];
  private readonly generators: Callee[] = [];
  private scope = new Scope('', false, null, false);
  private nameCount = 0;
  private indent = '';
  /** The line where the function starts. */
  private start = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.expressions = new RandomExpressions(this.random);
  }

  program(): string {
    for (let i = 0; i < FUNCTIONS; i++) this.function();
    this.indent = '';
    this.enter(new Scope('', false, null, false));
    for (let round = 0; round < 3; round++)
      for (const callee of this.functions) {
        const args = callee.params.map((kind) => this.expressions.literal(kind));
        this.line(`call(${[callee.name, callee.isRecursive ? '7' : this.count(), ...args].join(', ')})`);
      }
    return `${prelude}${this.lines.join('\n')}\n`;
  }

  // Lines.

  private line(text: string): void {
    this.lines.push(this.indent + text);
  }

  private block(head: string, fill: () => void): void {
    this.line(head);
    const before = this.indent;
    this.indent += '    ';
    const { length } = this.lines;
    fill();
    if (this.lines.length === length) this.line('pass');
    this.indent = before;
  }

  private newName(prefix: string): string {
    return `${prefix}${this.nameCount++}`;
  }

  private one(...ways: readonly (() => void)[]): void {
    this.random.pick(ways)();
  }

  private choose(...ways: readonly (() => string)[]): string {
    return this.random.pick(ways)();
  }

  private count(): string {
    return String(20 + this.random.below(100));
  }

  // Functions.

  private enter(scope: Scope): void {
    this.scope = scope;
    this.expressions.scope = scope;
  }

  private function(): void {
    const { random } = this;
    const isGenerator = random.isLucky(0.25);
    const isRecursive = !isGenerator && random.isLucky(0.2);
    const params = Array.from({ length: 1 + random.below(4) }, () => random.pick(kinds));
    const name = this.newName(isGenerator ? 'gen' : 'fun');
    const isPlain = random.isLucky(0.6);
    const scope = new Scope(name, isGenerator, isRecursive ? params : null, isPlain);
    this.enter(scope);
    if (isRecursive) scope.rounds = 8;
    const names = params.map((kind) => this.variable(kind));
    const given = names.map((param, i) =>
      i > 0 && (random.isLucky(0.3) || i === names.length - 1)
        ? `${param}=${this.expressions.default(params[i])}`
        : param,
    );
    // Behind a default there are only defaults.
    const first = given.findIndex((param) => param.includes('='));
    const all = given.map((param, i) =>
      first >= 0 && i > first && !param.includes('=')
        ? `${param}=${this.expressions.default(params[i])}`
        : param,
    );
    this.lines.push('', '');
    this.start = this.lines.length;
    this.block(`def ${[name, ['n', ...all].join(', ')].join('(')}):`, () => {
      if (random.isLucky(0.3)) this.line('global shared');
      this.line('h = 17');
      for (const kind of kinds)
        if (scope.names[kind].length < 2)
          this.line(`${this.variable(kind)} = ${this.expressions.literal(kind)}`);
      if (isRecursive)
        this.block('if n <= 0:', () => {
          this.line('return 1');
        });
      for (const text of idiomVariables) this.line(text);
      if (random.isLucky(0.5)) this.closure();
      this.body(2);
      this.loop();
      this.body(2);
      if (scope.generators.length > 0)
        this.line(`h = (h * 31 + fold(list(${scope.generators[0]})[:5])) % 1000003`);
      this.line(`h = mix(h, ${idiomResult})`);
      this.line(`${isGenerator ? 'yield' : 'return'} ${this.everything()}`);
    });
    const callee = { name, params, work: scope.work + 5, isRecursive };
    (isGenerator ? this.generators : this.functions).push(callee);
  }

  private variable(kind: Kind): string {
    const name = this.newName(kind.slice(0, 1));
    this.scope.names[kind].push(name);
    return name;
  }

  private everything(): string {
    const { names } = this.scope;
    return `(h, ${kinds.flatMap((kind) => names[kind]).join(', ')})`;
  }

  private closure(): void {
    const { names, closures } = this.scope;
    const name = this.newName('c');
    const int = this.random.pick(names.int);
    const any = this.random.pick(names.any);
    this.block(`def ${name}(x, y=${this.expressions.expression('int', 1)}, *z):`, () => {
      this.line(`nonlocal ${int}, ${any}`);
      this.block(`if ${this.expressions.condition()}:`, () => {
        this.line(`${int} = wrap(${int} + y)`);
      });
      this.block('else:', () => {
        this.line(`${any} = ${this.expressions.expression(this.random.pick(kinds), 1)}`);
      });
      this.line(`return fold(x) + ${int} % 7`);
    });
    closures.push(name);
  }

  // Statements.

  private body(statements: number): void {
    for (let i = 0; i < statements; i++) this.statement();
  }

  private statement(): void {
    const { random, scope } = this;
    scope.work += scope.rounds;
    if (this.lines.length - this.start < LINES && random.isLucky(scope.isPlain ? 0.04 : 0.3)) {
      this.idiom();
      return;
    }
    if (scope.isPlain && random.isLucky(0.93)) {
      this.plainStatement();
      return;
    }
    const isFull = this.lines.length - this.start > LINES || this.indent.length > 4 * DEPTH;
    const choice = isFull ? 12 + random.below(10) : random.below(30);
    if (choice < 4) {
      if (scope.counters.length < LOOP_DEPTH && scope.rounds * 4 < WORK) this.loop();
      else this.branch();
    } else if (choice < 8) this.branch();
    else if (choice < 9) this.leave();
    else if (choice < 11) this.exceptions();
    else if (choice < 12) this.failure();
    else if (choice < 14) this.changeNumber('int');
    else if (choice < 16) this.changeNumber('num');
    else if (choice < 18) this.changeAny();
    else if (choice < 19) this.changeText();
    else if (choice < 21) this.changeList();
    else if (choice < 22) this.changeDict();
    else if (choice < 24) this.changeObject();
    else if (choice < 25) this.unpack();
    else if (choice < 26) this.useGenerator();
    else if (choice < 27) this.deletion();
    else if (choice < 28) this.callSomething();
    else if (choice < 29 && scope.isGenerator)
      this.line(`yield ${this.expressions.expression(random.pick(kinds))}`);
    else this.checksum();
  }

  /** One of the templates; where it wants a dictionary and all are gone through, the next. */
  private idiom(): void {
    const { random, scope } = this;
    let at = random.below(idioms.length);
    while (idioms[at].includes('<dict>') && scope.locked.size > 0) at = (at + 1) % idioms.length;
    const names = new Map<string, string>();
    const before = this.indent;
    for (const line of idioms[at].trim().split('\n')) {
      const text = line.trimStart();
      this.indent = before + ' '.repeat(line.length - text.length);
      if (text === '<body>') this.body(1);
      else
        this.line(
          text.replace(/@(\w+)|<(=?)(\w+)>/g, (_, name: string | undefined, equals: string, hole: string) =>
            name === undefined ? this.fillHole(hole, equals === '=') : this.nameIn(names, name),
          ),
        );
    }
    this.indent = before;
    scope.work += 9 * scope.rounds;
  }

  private nameIn(names: Map<string, string>, name: string): string {
    const known = names.get(name) ?? this.newName(`${name}_`);
    names.set(name, known);
    return known;
  }

  private fillHole(hole: string, isExpression: boolean): string {
    switch (hole) {
      case 'small':
        return this.expressions.small();
      case 'condition':
        return this.expressions.condition();
      case 'digit':
        return String(this.random.below(9));
      case 'leave':
        return this.wayOut();
    }
    const kind = kinds.find((one) => one === hole);
    if (kind === undefined) throw new Error(`no hole of templates: ${hole}`);
    return isExpression ? this.expressions.expression(kind, 1) : this.random.pick(this.scope.names[kind]);
  }

  private wayOut(): string {
    const { random, scope } = this;
    if (scope.counters.length === 0) return 'pass';
    return scope.isGenerator || random.isLucky(0.9)
      ? random.pick(['continue', 'continue', 'break'])
      : `return ${this.everything()}`;
  }

  /** What changes little that a trace knows. */
  private plainStatement(): void {
    const { random, scope } = this;
    const { names } = scope;
    const isFull = this.lines.length - this.start > LINES || this.indent.length > 4 * DEPTH;
    const choice = isFull ? 9 + random.below(15) : random.below(25);
    if (choice < 4) {
      if (scope.counters.length < LOOP_DEPTH && scope.rounds * 4 < WORK) this.loop();
      else this.branch();
    } else if (choice < 8) this.branch();
    else if (choice < 9) this.leave();
    else if (choice < 14) this.plainAssignment();
    else if (choice < 15)
      this.line(
        `${random.pick(names.any)} = ${random.pick(['None', this.expressions.plain(1), this.expressions.plain(1), random.pick(names.num), random.pick(names.obj)])}`,
      );
    else if (choice < 17)
      this.line(`h = (h * 31 + ${random.pick([...names.int, ...scope.counters, '1'])}) % 1000003`);
    else if (choice < 18)
      this.line(
        `${random.pick(names.num)}, ${random.pick(names.int)} = ${this.expressions.plain(1)}, ${this.expressions.plain(1)}`,
      );
    else if (choice < 19)
      this.line(`${random.pick(names.obj)}.${random.pick(['v', 'w'])} = ${this.expressions.plain(1)}`);
    else if (choice < 20) this.line(`${random.pick(names.num)} = ${random.pick(names.obj)}.w`);
    else if (choice < 21)
      this.block(`if len(${names.list[0]}) < 12:`, () => {
        this.line(`${names.list[0]}.append(${this.expressions.plain(1)})`);
      });
    else if (choice < 22) {
      const list = random.pick(names.list);
      this.block(`if ${list}:`, () => {
        const item = `${list}[${this.expressions.plainName()} % len(${list})]`;
        this.line(
          random.isLucky(0.5)
            ? `${item} = ${this.expressions.plain(1)}`
            : `${random.pick(names.num)} = ${item}`,
        );
      });
    } else if (choice < 23) this.line(`${random.pick(names.obj)}.step(${random.below(4)})`);
    else if (choice < 24 && scope.counters.length > 0) this.checksum();
    else if (isFull) this.plainAssignment();
    else this.exceptions();
  }

  private plainAssignment(): void {
    const { random, scope } = this;
    const name = random.pick(random.isLucky(0.7) ? scope.names.int : scope.names.num);
    const isInt = scope.names.int.includes(name);
    this.one(
      () => {
        this.line(`${name} += ${1 + random.below(3)}`);
      },
      () => {
        this.line(`${name} = ${this.expressions.plain(1)}`);
      },
      () => {
        this.line(
          `${name} = ${this.expressions.plain(2)} % ${random.pick(['7', '1009', '1000003', '9223372036854775807'])}`,
        );
      },
      () => {
        if (!isInt) this.line(`${name} = ${this.expressions.plain(1)} * 0.5`);
      },
      () => {
        this.line(`${name} ${random.pick(['+=', '-='])} ${this.expressions.plain(1)}`);
        this.block(
          `if not -${random.pick(['1000', '9223372036854775808'])} < ${name} < ${random.pick(['1000', '9223372036854775807'])}:`,
          () => {
            this.line(`${name} = ${this.expressions.literal(isInt ? 'int' : 'num')}`);
          },
        );
      },
    );
  }

  private checksum(): void {
    const { random, scope } = this;
    this.one(
      () => {
        this.line(`h = (h * 31 + fold(${this.expressions.expression(random.pick(kinds))})) % 1000003`);
      },
      () => {
        this.line(`h = (h * 31 + ${random.pick(scope.names.int)}) % 1000003`);
      },
      () => {
        this.block(`if h % 41 == ${random.below(41)}:`, () => {
          this.line(
            `print('${scope.self}', ${random.isLucky(0.2) ? this.everything() : `h, ${this.someNames()}`})`,
          );
        });
      },
      () => {
        this.line(`shared_${random.below(3)} = h`);
      },
    );
  }

  private someNames(): string {
    const { names, counters } = this.scope;
    const known = [...kinds.flatMap((kind) => names[kind]), ...counters];
    return [this.random.pick(known), this.random.pick(known)].join(', ');
  }

  private loop(): void {
    const { random, scope } = this;
    const { rounds } = scope;
    const isInner = scope.counters.length > 0;
    const most = Math.min(isInner ? (random.isLucky(0.2) ? 40 : 9) : 120, Math.floor(WORK / rounds));
    const count = Math.max(2, Math.floor(most / 2) + random.below(Math.max(1, most / 2)));
    const counter = this.newName('k');
    const extra = this.newName('x');
    let locked: string | null = null;
    // `n` is about as large as `count()` tells.
    const bound = !isInner && scope.recursive === null && random.isLucky(0.5) ? 'n' : String(count);
    const head = scope.isPlain
      ? this.choose(
          () => `for ${counter} in range(${bound}):`,
          () => `for ${counter} in range(${bound}):`,
          () => `for ${counter} in range(${bound}, 0, -1):`,
          () => `while ${counter} < ${bound}:`,
          () => `while ${counter} < ${bound}:`,
          () => `while ${counter} < ${bound} and (${this.expressions.condition()}):`,
          () => `while True:`,
          () => `for ${counter}, ${extra} in enumerate([1, 2, 3.5, None] * ${Math.ceil(count / 4)}):`,
          () => `for ${counter} in [5, 3, 8, 1] * ${Math.ceil(count / 4)}:`,
        )
      : this.choose(
          () => `for ${counter} in range(${bound}):`,
          () => `for ${counter} in range(${bound}, 0, -1):`,
          () => `for ${counter} in range(${bound}):`,
          () => `for ${counter}, ${extra} in enumerate(${this.expressions.sequence(count)}):`,
          () => `for ${counter}, ${extra} in zip(range(${bound}), ${this.expressions.sequence(count)}):`,
          () => `for ${counter} in evens(${bound}):`,
          () => `for ${counter} in nested(${Math.ceil(count / 3)}):`,
          () => `for ${counter}, ${extra} in enumerate(walk(${count})):`,
          () => `for ${counter}, ${extra} in enumerate(Twice(${count})):`,
          () => `for ${counter} in Items(${count}):`,
          () => {
            const dict = random.pick(scope.names.dict);
            if (random.isLucky(0.5)) return `for ${counter}, ${extra} in list(${dict}.items()):`;
            locked = dict;
            return `for ${counter}, ${extra} in ${dict}.items():`;
          },
          () => `while ${counter} < ${bound}:`,
          () => `while ${counter} < ${bound} and (${this.expressions.condition()}):`,
          () => `while True:`,
          () => `while ${counter} < ${bound}:`,
        );
    if (head.startsWith('while')) this.line(`${counter} = 0`);
    // What the head calls must be there for the loop's condition, too.
    if (head.includes(extra)) this.line(`${extra} = None`);
    scope.counters.push(counter);
    scope.rounds *= count;
    const isMine = locked !== null && !scope.locked.has(locked);
    if (isMine && locked !== null) scope.locked.add(locked);
    if (head.includes(extra)) scope.names.any.push(extra);
    this.block(head, () => {
      if (head.startsWith('while')) this.line(`${counter} += 1`);
      if (head === 'while True:')
        this.block(`if ${counter} > ${bound}:`, () => {
          this.line('break');
        });
      const fill = (): void => {
        this.body(2 + random.below(isInner ? 3 : 5));
        if (random.isLucky(0.3)) this.checksum();
      };
      if (isInner || random.isLucky(0.4)) fill();
      else this.surviving(fill);
    });
    if (head.includes(extra)) scope.names.any.splice(scope.names.any.indexOf(extra), 1);
    if (isMine && locked !== null) scope.locked.delete(locked);
    scope.rounds = rounds;
    scope.counters.pop();
    if (random.isLucky(0.3))
      this.block('else:', () => {
        this.body(1);
      });
  }

  /** A round that goes wrong is not the last. */
  private surviving(fill: () => void): void {
    this.scope.tries++;
    this.block('try:', fill);
    this.scope.tries--;
    const error = this.newName('error');
    this.block(`except Exception as ${error}:`, () => {
      this.line(`h = mix(h, ${this.random.pick([`lines(${error})`, `str(${error})`])})`);
    });
  }

  private branch(): void {
    const { random } = this;
    this.block(`if ${this.expressions.condition()}:`, () => {
      this.body(1 + random.below(2));
    });
    if (random.isLucky(0.25))
      this.block(`elif ${this.expressions.condition()}:`, () => {
        this.body(1);
      });
    if (random.isLucky(0.5))
      this.block('else:', () => {
        this.body(1 + random.below(2));
      });
  }

  private leave(): void {
    const { random, scope } = this;
    if (scope.counters.length === 0) {
      this.checksum();
      return;
    }
    this.block(`if ${this.expressions.condition()}:`, () => {
      if (random.isLucky(0.3)) this.statement();
      this.line(this.wayOut());
    });
  }

  private exceptions(): void {
    const { random, scope } = this;
    if (random.isLucky(0.2)) {
      const log = random.pick(scope.names.list);
      scope.tries++;
      this.block(
        `with Manager(${log}, ${random.pick(['KeyError', 'Exception', 'LookupError'])})${random.isLucky(0.5) ? ` as ${random.pick(scope.names.any)}` : ''}:`,
        () => {
          this.body(1 + random.below(2));
          if (random.isLucky(0.5)) this.failure();
        },
      );
      scope.tries--;
      return;
    }
    scope.tries++;
    this.block('try:', () => {
      this.body(1 + random.below(2));
      if (random.isLucky(0.7)) this.failure();
      if (random.isLucky(0.3)) this.body(1);
    });
    scope.tries--;
    const isCaught = random.isLucky(0.85);
    if (isCaught) {
      const kind = random.pick([
        'Exception',
        'Exception',
        '(TypeError, ValueError, Failure)',
        'LookupError',
        'ArithmeticError',
      ]);
      this.block(`except ${kind} as error:`, () => {
        this.one(
          () => {
            this.line(`h = (h * 31 + fold(str(error))) % 1000003`);
          },
          () => {
            this.line(`${random.pick(scope.names.any)} = type(error).__name__`);
          },
          () => {
            this.line(`print('${scope.self}', type(error).__name__, error, ${this.someNames()})`);
          },
          () => undefined,
        );
        this.body(1);
      });
      if (kind !== 'Exception') {
        this.block('except Exception:', () => {
          this.body(1);
          if (random.isLucky(0.15)) this.line('raise');
        });
      }
      if (random.isLucky(0.3))
        this.block('else:', () => {
          this.body(1);
        });
    }
    if (!isCaught || random.isLucky(0.3))
      this.block('finally:', () => {
        this.body(1);
      });
  }

  /** Something that goes wrong, now and then. */
  private failure(): void {
    const { random, scope } = this;
    const { names } = scope;
    const index = this.expressions.expression('int', 1);
    const wrong = this.choose(
      () =>
        `${random.pick(names.num)} = ${this.expressions.expression('int', 1)} // (${this.expressions.small()} % 3)`,
      () => `${random.pick(names.any)} = ${random.pick(names.list)}[${this.expressions.small()} % 9]`,
      () => `${random.pick(names.any)} = ${random.pick(names.dict)}[${this.expressions.small()} % 13]`,
      () => `raise Failure(${this.expressions.expression('num', 1)}, ${index})`,
      () => `raise KeyError(${this.expressions.small()})`,
      () => `raise ValueError`,
      () => `${random.pick(names.any)} = ${random.pick(names.any)} + 1`,
      () => `${random.pick(names.num)} = ${random.pick(names.obj)}.late`,
      () => `${random.pick(names.any)} = len(${random.pick(names.any)})`,
      () => `${random.pick(names.any)} = int('1' + ${random.pick(names.str)})`,
      () => `assert ${this.expressions.condition()}, ${index}`,
      () => `${random.pick(names.any)} = ${random.pick(names.any)}.v`,
      () => `${random.pick(names.num)} = ${random.pick(names.obj)}.mix(${this.expressions.small()}, 1, d=2)`,
      () => `${random.pick(names.any)} = ${random.pick(names.obj)}(${this.expressions.small()})`,
    );
    if (scope.tries > 0 && random.isLucky(0.4)) this.line(wrong);
    else if (scope.tries > 0 || random.isLucky(0.15))
      this.block(`if ${this.expressions.condition()}:`, () => {
        this.line(wrong);
      });
    else this.checksum();
  }

  private changeNumber(kind: 'int' | 'num'): void {
    const { random, scope } = this;
    const name = random.pick(scope.names[kind]);
    this.one(
      () => {
        this.line(`${name} = wrap(${this.expressions.expression(kind)})`);
      },
      () => {
        this.line(
          `${name} = (${this.expressions.expression(kind)}) % ${random.pick(['7', '1000003', ...bigInts.filter((n) => !n.startsWith('-'))])}`,
        );
      },
      () => {
        this.line(`${name} += ${1 + random.below(3)}`);
      },
      () => {
        this.line(`${name} ${random.pick(['+=', '-=', '*='])} ${this.expressions.expression(kind, 2)}`);
        this.block(
          `if not -${random.pick(['10000', '4611686018427387904', '9223372036854775808', 'LIMIT'])} < ${name} < LIMIT:`,
          () => {
            this.line(`${name} = ${this.expressions.literal(kind)}`);
          },
        );
      },
      () => {
        if (kind === 'int')
          this.line(`${name} ${random.pick(['^=', '&=', '|=', '>>=', '%=', '//='])} ${1 + random.below(9)}`);
      },
    );
  }

  private changeAny(): void {
    const { random, scope } = this;
    const name = random.pick(scope.names.any);
    const kind = (): Kind => random.pick(kinds);
    this.one(
      () => {
        this.line(`${name} = ${this.expressions.value(kind(), 2)}`);
      },
      () => {
        this.line(
          `${name} = ${this.expressions.value(kind(), 2)} if ${this.expressions.condition()} else ${this.expressions.value(kind(), 1)}`,
        );
      },
      () => {
        this.line(
          `${name} = pick(${this.expressions.small()}, ${this.expressions.value(kind(), 1)}, ${this.expressions.value(kind(), 1)}${random.pick(['', ', None', ', default=h', ', zz=h, y=1'])})`,
        );
      },
      () => {
        this.block(`if ${name} is None:`, () => {
          this.line(`${name} = ${this.expressions.value(kind(), 2)}`);
        });
      },
      () => {
        this.block(`if isinstance(${name}, ${random.pick(['int', 'float', '(int, float)'])}):`, () => {
          this.line(`${name} = wrap(${name} + ${this.expressions.expression('num', 1)})`);
        });
      },
      () => {
        this.line(`${name} = None`);
      },
    );
  }

  private changeText(): void {
    const name = this.random.pick(this.scope.names.str);
    this.line(`${name} ${this.random.pick(['=', '+='])} ${this.expressions.expression('str')}`);
    this.block(`if len(${name}) > ${10 + this.random.below(40)}:`, () => {
      this.line(`${name} = ${name}${this.random.pick(['[-3:]', '[:2]', '[::9]', '[5:8].upper()'])}`);
    });
  }

  private changeList(): void {
    const { random, scope } = this;
    const name = random.pick(scope.names.list);
    const append = (text: string): void => {
      this.block(`if len(${name}) < 12:`, () => {
        this.line(text);
      });
    };
    this.one(
      () => {
        append(`${name}.append(${this.expressions.expression('num', 2)})`);
      },
      () => {
        append(`${name}.append(${this.expressions.expression('num', 2)})`);
      },
      () => {
        append(`${name}.insert(${random.below(3)}, ${this.expressions.expression('num', 2)})`);
      },
      () => {
        append(
          `${name} += [${this.expressions.expression('num', 1)}, ${this.expressions.expression('int', 1)}]`,
        );
      },
      () => {
        this.block(`if ${name}:`, () => {
          this.line(`${random.pick(scope.names.num)} = ${name}.pop(${random.pick(['', '0', '-1'])})`);
        });
      },
      () => {
        this.block(`if ${name}:`, () => {
          this.line(
            `${name}[${this.expressions.small()} % len(${name})] = ${this.expressions.expression('num', 2)}`,
          );
        });
      },
      () => {
        this.line(`${name} = ${this.expressions.expression('list')}[:9]`);
      },
      () => {
        this.line(`${name}.${random.pick(['sort()', 'reverse()', 'clear()', 'sort(key=fold)'])}`);
      },
      () => {
        this.line(`del ${name}[${random.below(3)}:${random.below(6)}]`);
      },
    );
  }

  private changeDict(): void {
    const { random, scope } = this;
    const free = scope.names.dict.filter((name) => !scope.locked.has(name));
    if (free.length === 0) {
      this.checksum();
      return;
    }
    const name = random.pick(free);
    const key = random.isLucky(0.7)
      ? `${this.expressions.small()} % 13`
      : `'k%d' % (${this.expressions.small()} % 7)`;
    this.line(
      this.choose(
        () => `${name}[${key}] = ${this.expressions.expression('num', 2)}`,
        () => `${name}[${key}] = ${name}.get(${key}, 0) + 1`,
        () => `${random.pick(scope.names.any)} = ${name}.pop(${key}, None)`,
        () =>
          `${random.pick(scope.names.num)} = ${name}.setdefault(${key}, ${this.expressions.expression('num', 1)})`,
        () => `${name} = {x: y for x, y in ${name}.items() if y != ${this.expressions.small()} % 5}`,
        () =>
          `${name}.update(a=${this.expressions.expression('num', 1)}, b=${this.expressions.expression('num', 1)})`,
      ),
    );
  }

  private changeObject(): void {
    const { random, scope } = this;
    const name = random.pick(scope.names.obj);
    this.one(
      () => {
        this.line(`${name} = ${this.expressions.expression('obj', 2)}`);
      },
      () => {
        this.line(
          `${name} = classes[${this.expressions.small()} % 4](${this.expressions.expression('int', 1)})`,
        );
      },
      () => {
        this.line(`${name}.step(${random.isLucky(0.5) ? this.expressions.expression('num', 1) : ''})`);
      },
      () => {
        this.line(`${name}.w = ${this.expressions.expression('num', 2)}`);
      },
      () => {
        this.block(`if ${this.expressions.condition()} and type(${name}) is not Slots:`, () => {
          this.line(
            `${name}.${random.pick(['late', 'later', `at${random.below(3)}`])} = ${this.expressions.expression('num', 1)}`,
          );
        });
      },
      () => {
        this.block(`if type(${name}) is Base:`, () => {
          this.line(
            `setattr(${name}, 'a%d' % (${this.expressions.small()} % 5), ${this.expressions.expression('int', 1)})`,
          );
        });
      },
      () => {
        this.line(`${name}.v = fold(${name}.v) % 7 * 2 + 0.5`);
      },
    );
  }

  private unpack(): void {
    const { random, scope } = this;
    const [a, b] = [random.pick(scope.names.num), random.pick(scope.names.int)];
    const any = random.pick(scope.names.any);
    this.line(
      this.choose(
        () => `${a}, ${b} = ${b}, ${this.expressions.small()}`,
        () =>
          `${any}, *${random.pick(scope.names.list)} = [${this.expressions.expression('num', 1)}, ${this.expressions.expression('num', 1)}, h]`,
        () =>
          `(${a}, (${b}, ${any})) = ${this.expressions.small()}, (h, ${this.expressions.expression('str', 1)})`,
        () => `${a} = ${b} = ${this.expressions.small()}`,
        () => `${any} = (${this.expressions.expression('num', 1)}, ${this.expressions.expression('str', 1)})`,
      ),
    );
  }

  private useGenerator(): void {
    const { random, scope } = this;
    if (scope.generators.length === 0) {
      // In a branch it would not always be there.
      if (this.indent.length > 4) {
        this.checksum();
        return;
      }
      const name = this.newName('g');
      this.line(`${name} = ${this.generator()}`);
      scope.generators.push(name);
      return;
    }
    const name = random.pick(scope.generators);
    const any = random.pick(scope.names.any);
    this.one(
      () => {
        this.line(`${any} = next(${name}, None)`);
      },
      () => {
        this.line(`${any} = next(${name}, None)`);
      },
      () => {
        this.block(`if (got := next(${name}, None)) is None:`, () => {
          this.line(`${name} = ${this.generator()}`);
        });
      },
      () => {
        this.block(`for ${any} in ${name}:`, () => {
          this.checksum();
          this.block(`if ${this.expressions.condition()}:`, () => {
            this.line('break');
          });
        });
      },
    );
  }

  private generator(): string {
    const { random, scope } = this;
    const own = this.generators.filter(({ work }) => work * scope.rounds < WORK);
    if (own.length === 0 || random.isLucky(0.3))
      return random.pick(['evens(50, 1)', 'walk(70)', 'nested(12)', '(x * 3 for x in range(60))']);
    const { name, params, work } = random.pick(own);
    scope.work += work * scope.rounds;
    return `${name}(${['20', ...params.map((kind) => this.expressions.given(kind))].join(', ')})`;
  }

  private deletion(): void {
    const { random, scope } = this;
    const kind = random.pick<Kind>(['int', 'num', 'any', 'str']);
    const name = random.pick(scope.names[kind].filter((known) => !scope.counters.includes(known)));
    this.block(`if ${this.expressions.condition()}:`, () => {
      this.line(`del ${name}`);
    });
    this.block('try:', () => {
      this.line(`h = (h * 31 + fold(${name})) % 1000003`);
      if (random.isLucky(0.4)) this.body(1);
    });
    this.block('except NameError as error:', () => {
      this.line(`${name} = ${this.expressions.literal(kind)}`);
      if (random.isLucky(0.5)) this.line('h = (h * 31 + fold(str(error))) % 1000003');
    });
  }

  private callSomething(): void {
    const { random, scope } = this;
    const any = random.pick(scope.names.any);
    if (scope.closures.length > 0 && random.isLucky(0.4)) {
      this.line(
        `h = (h + ${random.pick(scope.closures)}(${this.expressions.expression(random.pick(kinds), 1)}${random.pick(['', ', 3', ', 3, 4, 5'])})) % 1000003`,
      );
      return;
    }
    if (scope.recursive !== null && scope.counters.length === 0) {
      const args = scope.recursive.map((kind) => this.expressions.given(kind));
      // A tuple in a tuple in a tuple would double each time.
      this.line(`${any} = fold(${scope.self}(${['n - 1', ...args].join(', ')}))`);
      return;
    }
    const fitting = this.functions.filter(({ work }) => work * scope.rounds < WORK);
    if (fitting.length === 0) {
      const k = this.newName('z');
      this.line(
        `h = (h + sum(${this.choose(
          () => k,
          () => `fold(${k})`,
          () => `${k} if ${this.expressions.condition()} else 1`,
        )} for ${k} in range(${2 + random.below(6)}))) % 1000003`,
      );
      return;
    }
    const callee = random.pick(fitting);
    scope.work += callee.work * scope.rounds;
    const args = callee.params.map((kind) => this.expressions.given(kind));
    this.line(`${any} = fold(${callee.name}(${[callee.isRecursive ? '2' : '20', ...args].join(', ')}))`);
  }
}
