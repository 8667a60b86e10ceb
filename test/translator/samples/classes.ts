/** Classes: virtual and abstract methods, super, static members, initializers, instanceof, generics, function references. */
import {
  cast,
  identityHash,
  isInstance,
  notNull,
  WeakReference,
  type ClassRef,
} from '../../../src/ts/rlib/object.js';
import { WeakTable } from '../../../src/ts/rlib/weak-table.js';
import type { float, int } from '../../../src/ts/rlib/types.js';
import { intToFloat } from '../../../src/ts/rlib/int.js';

export abstract class Shape {
  static readonly UNIT: int = 3;
  static readonly NAMES: string[] = ['square', 'circle'];
  protected readonly tags: string[] = [];
  count: int = 0;
  next: Shape | null = null;

  abstract area(): float;

  name(): string {
    return 'shape';
  }

  describe(prefix: string, _detail: int = 1): string {
    this.count++;
    this.tags.push(prefix);
    return `${prefix}${this.name()}#${this.count}/${this.tags.length}`;
  }

  static create(kind: int): Shape {
    return kind === 0 ? new Square(2) : new Circle(1.5, 'c');
  }
}

export class Square extends Shape {
  constructor(readonly side: int) {
    super();
  }

  override area(): float {
    return intToFloat(this.side * this.side);
  }

  override name(): string {
    return 'square of ' + super.name();
  }
}

export class Circle extends Shape {
  private readonly scale = 2.0;
  readonly label: string;

  constructor(
    readonly radius: float,
    label: string,
  ) {
    super();
    this.label = label + '!';
  }

  override area(): float {
    return this.radius * this.radius * this.scale;
  }

  override describe(prefix: string): string {
    return `${super.describe(prefix, 5)} ${this.label}`;
  }
}

export class Dot extends Circle {}

export function areas(kind: int): float {
  return Shape.create(kind).area();
}

export function describeTwice(kind: int): string {
  const shape = Shape.create(kind);
  return `${shape.describe('a', 2)} ${shape.describe('b')} ${shape.name()}`;
}

export function narrowing(kind: int): string {
  const shape: Shape | null = kind < 0 ? null : kind === 2 ? new Dot(0.5, 'dot') : Shape.create(kind);
  if (shape === null) return 'null';
  if (shape instanceof Square) return `square ${shape.side}`;
  if (!(shape instanceof Circle) || shape.radius > 1) return 'large circle';
  const label = shape.label;
  return shape instanceof Dot ? `dot ${label}` : `circle ${label}`;
}

export function chain(n: int): int {
  let head: Shape | null = null;
  for (let i = 0; i < n; i++) {
    const node: Shape = (i & 1) === 0 ? new Square(i) : new Square(i + 1);
    node.next = head;
    node.count = i;
    head = node;
  }
  let total = 0;
  while (head !== null) {
    total += head.count;
    head = head.next;
  }
  return total;
}

export function chainInts(n: int): int {
  let head: Shape | null = null;
  for (let i = 0; i < n; i++) {
    const node = new Square(i);
    node.next = head;
    head = node;
  }
  let total = 0;
  for (let at: Shape | null = head; at !== null; at = at.next) total += 1;
  return total;
}

export class Box<T> {
  constructor(public value: T) {}

  get(): T {
    return this.value;
  }

  replace(value: T): T {
    const old = this.value;
    this.value = value;
    return old;
  }
}

function firstOf<T extends Shape>(items: T[]): T {
  return notNull(items[0] ?? null);
}

function same<T>(x: T): T {
  return x;
}

export function generics(side: int): string {
  const box = new Box<Square>(new Square(side));
  const old = box.replace(new Square(side + 1));
  const text = new Box('txt');
  const first = firstOf([old, box.get()]);
  return `${old.side} ${box.get().side} ${box.value.side} ${same(text.get())} ${first.side} ${same(box).get().side}`;
}

export function statics(i: int): string {
  return `${Shape.UNIT + i} ${Shape.NAMES[i] ?? 'none'}`;
}

function twice(x: int): int {
  return x * 2;
}

function square(x: int): int {
  return x * x;
}

export class Operation {
  constructor(
    readonly name: string,
    readonly apply: (x: int) => int,
    readonly cls: ClassRef<Shape>,
  ) {}

  static negate(x: int): int {
    return -x;
  }
}

export const operations = new Map(
  [
    new Operation('twice', twice, Square),
    new Operation('square', square, Circle),
    new Operation('negate', Operation.negate, Dot),
  ].map((one) => [one.name, one]),
);

export const operationList: Operation[] = [...operations.values()];

export function applyAll(x: int): string {
  let text = '';
  for (const operation of operationList) {
    const f = operation.apply;
    text += `${operation.name}:${operation.apply(x)}:${f(x + 1)} `;
  }
  const chosen: (x: int) => int = x > 3 ? twice : Operation.negate;
  return text + `${chosen(x)} ${chosen === twice ? 1 : 0}`;
}

export function classValues(kind: int): string {
  const shape = Shape.create(kind);
  let text = '';
  for (const operation of operationList) text += isInstance(shape, operation.cls) ? 'y' : 'n';
  const known = kind === 0 ? `${cast(shape, Square).side}` : cast(shape, Circle).label;
  return text + known;
}

export function identity(): boolean {
  const a = new Square(1);
  const b = new Square(1);
  return (
    identityHash(a) === identityHash(a) && identityHash(a) !== identityHash(b) && a !== b && a === same(a)
  );
}

export function weak(): int {
  const a = new Square(12);
  const reference = new WeakReference(a);
  const back = reference.get();
  return back === null ? -1 : back.side;
}

const table: WeakTable = new WeakTable();

export function weakTable(n: int): string {
  const key = new Square(n);
  const before = table.get(key) === null ? 'none' : 'some';
  table.set(key, new Circle(0.5, 'kept'));
  const kept = table.get(key);
  return `${before} ${kept instanceof Circle ? kept.label : ''} ${table.get(new Square(n)) === null ? 1 : 0}`;
}

class Plain {
  join(first: string, _second: string = 'b', _third: int = 3): string {
    return first;
  }
}

class Wide extends Plain {
  override join(first: string, second: string = 'b', third: int = 3): string {
    return `${first}${second}${third}`;
  }
}

class Narrow extends Wide {
  override join(first: string): string {
    return `<${super.join(first, 'n')}>`;
  }
}

export function padded(kind: int): string {
  const plain: Plain = kind === 0 ? new Plain() : kind === 1 ? new Wide() : new Narrow();
  return `${plain.join('x')} ${plain.join('x', 'y')} ${plain.join('x', 'y', 9)}`;
}

export function coalesce(kind: int): string {
  const a: Shape | null = kind === 0 ? null : new Square(kind);
  const b = a ?? new Square(99);
  const s: string | null = kind === 0 ? null : 'set';
  return `${b.count} ${s ?? 'unset'} ${(a ?? b).name()} ${s === null ? 1 : 0} ${s === 'set' ? 1 : 0}`;
}
