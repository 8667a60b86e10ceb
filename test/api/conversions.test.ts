/** Values between JavaScript and Python, both ways; random nested values make the round trip. */
import { strict as assert } from 'node:assert';
import { float } from '../../src/ts/api/index.js';
import { inBothLives } from './lives.js';

inBothLives('Node API: conversions', (newPython) => {
  const python = newPython();

  function toPythonRepr(value: unknown): string {
    python.globals.value = value;
    return python.eval<string>('type(value).__name__ + " " + repr(value)');
  }

  describe('to Python', () => {
    const cases: [unknown, string][] = [
      [null, 'NoneType None'],
      [undefined, 'NoneType None'],
      [true, 'bool True'],
      [0, 'int 0'],
      [-1, 'int -1'],
      [-0, 'float -0.0'],
      [1.5, 'float 1.5'],
      [float(2), 'float 2.0'],
      [NaN, 'float nan'],
      [Infinity, 'float inf'],
      [2 ** 53 - 1, 'int 9007199254740991'],
      [2 ** 53, 'float 9007199254740992.0'],
      [5n, 'int 5'],
      [2n ** 53n, 'int 9007199254740992'],
      [-(10n ** 30n), `int -1${'0'.repeat(30)}`],
      ['', "str ''"],
      ['a\0é😀', "str 'a\\x00é😀'"],
      ['\ud83d', "str '\\ud83d'"],
      ['x\ude00\ud83d', "str 'x\\ude00\\ud83d'"],
      [new Uint8Array([0, 255]), "bytes b'\\x00\\xff'"],
      [Buffer.from('hi'), "bytes b'hi'"],
      [new Uint8Array([1, 2, 3]).buffer, "bytes b'\\x01\\x02\\x03'"],
      [new DataView(new Uint8Array([1, 2, 3]).buffer, 1), "bytes b'\\x02\\x03'"],
      [[1, [2.5]], 'list [1, [2.5]]'],
      [Object.freeze([1, 2]), 'tuple (1, 2)'],
      [{ a: 1, __proto__: null }, "dict {'a': 1}"],
      [JSON.parse('{"__proto__": 1}'), "dict {'__proto__': 1}"],
      [new Map([[1, 'x']]), "dict {1: 'x'}"],
      [new Set([1]), 'set {1}'],
      [Object.freeze(new Set([1])), 'frozenset frozenset({1})'],
      [
        new Date(1_000_000_000_005),
        'datetime datetime.datetime(2001, 9, 9, 1, 46, 40, 5000, tzinfo=datetime.timezone.utc)',
      ],
      [
        new Date(-1),
        'datetime datetime.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=datetime.timezone.utc)',
      ],
    ];
    for (const [value, expected] of cases) {
      it(expected, () => {
        assert.equal(toPythonRepr(value), expected);
      });
    }

    it('shared and circular references stay what they are', () => {
      const shared: unknown[] = [];
      const circle: Record<string, unknown> = { first: shared, second: shared };
      circle.self = circle;
      python.globals.value = circle;
      assert.equal(python.eval('value["first"] is value["second"] and value["self"] is value'), true);
      const back = python.globals.value as typeof circle;
      assert.equal(back.self, back);
      assert.equal(back.first, back.second);
    });

    it('what has no form in Python is named', () => {
      const circle: unknown[] = [];
      circle.push(circle);
      Object.freeze(circle);
      assert.throws(
        () => (python.globals.value = Symbol('s')),
        /^TypeError: globals\.value: a symbol has no form in Python$/,
      );
      assert.throws(
        () => (python.globals.value = { a: [1, Symbol('s')] }),
        /globals\.value\.a\[1\]: a symbol/,
      );
      assert.throws(() => (python.globals.value = circle), /contains itself/);
      assert.throws(() => (python.globals.value = new Date(NaN)), /an invalid date/);
      assert.throws(() => (python.globals.value = new Map([[[], 1]])), {
        name: 'PythonError',
        type: 'TypeError',
      });
    });
  });

  describe('to JavaScript', () => {
    const cases: [string, unknown][] = [
      ['None', null],
      ['True', true],
      ['3', 3],
      ['2**53 - 1', 2 ** 53 - 1],
      ['2**53', 2n ** 53n],
      ['-2**200', -(2n ** 200n)],
      ['2.0', 2],
      ['-0.0', -0],
      ['float("nan")', NaN],
      ['"a\\0é\\U0001f600"', 'a\0é😀'],
      ['"\\udc80 \\ud800"', '\udc80 \ud800'],
      ['b"\\0\\xff"', new Uint8Array([0, 255])],
      ['bytearray(b"ab")', new Uint8Array([97, 98])],
      ['memoryview(b"abc")[1:]', new Uint8Array([98, 99])],
      ['[1, [2.5]]', [1, [2.5]]],
      ['(1, (2,))', [1, [2]]],
      ['{}', {}],
      ['{"b": 1, "a": 2}', { b: 1, a: 2 }],
      ['{"__proto__": 1}', JSON.parse('{"__proto__": 1}')],
      [
        '{1: "x", None: 2}',
        new Map<unknown, unknown>([
          [1, 'x'],
          [null, 2],
        ]),
      ],
      ['{1, 2}', new Set([1, 2])],
      ['frozenset({1})', new Set([1])],
      [
        '__import__("datetime").datetime(2020, 1, 1, 0, 0, 0, 7000, __import__("datetime").timezone.utc)',
        new Date('2020-01-01T00:00:00.007Z'),
      ],
    ];
    for (const [source, expected] of cases) {
      it(source, () => {
        assert.deepStrictEqual(python.eval(source), expected);
      });
    }

    it('tuples are frozen arrays, and come back as tuples', () => {
      const tuple = python.eval<readonly number[]>('(1, 2)');
      assert.ok(Object.isFrozen(tuple));
      assert.equal(toPythonRepr(tuple), 'tuple (1, 2)');
      assert.equal(toPythonRepr([...tuple]), 'list [1, 2]');
    });

    it('instances of subclasses stay what they are', () => {
      python.run('import enum\nclass Color(enum.IntEnum):\n  RED = 1\nclass Text(str): pass');
      assert.equal(toPythonRepr(python.eval('Color.RED')), 'Color <Color.RED: 1>');
      assert.equal(toPythonRepr(python.eval('Text("x")')), "Text 'x'");
    });

    it('bytes do not share memory with others', () => {
      const bytes = python.eval<Uint8Array>('b"abc"');
      assert.equal(bytes.buffer.byteLength, 3);
    });
  });

  describe('round trips of random values', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    let state = seed;
    const random = (limit: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const text = (): string =>
      Array.from({ length: random(6) }, () =>
        String.fromCharCode([97 + random(26), random(256), random(65536), 0xd800 + random(2048)][random(4)]!),
      ).join('');

    function scalar(): unknown {
      switch (random(9)) {
        case 0:
          return null;
        case 1:
          return random(2) === 1;
        case 2:
          return random(2000) - 1000;
        case 3:
          return [2 ** 53 - 1, 1 - 2 ** 53, -0, Infinity, NaN, 1e300, 5e-324][random(7)];
        case 4:
          return (random(2 ** 31) - 2 ** 30) / 2 ** random(60);
        case 5:
          return (random(2) === 1 ? 1n : -1n) * (2n ** BigInt(54 + random(300)) + BigInt(random(2 ** 31)));
        case 6:
          return Uint8Array.from({ length: random(5) }, () => random(256));
        default:
          return text();
      }
    }

    const scalarKey = (): unknown =>
      [null, random(100) + 2, random(1000) + 0.5, text(), 10n ** 20n + BigInt(random(99))][random(5)];

    function nested(depth: number): unknown {
      if (depth === 0 || random(3) === 0) return scalar();
      const items = (): unknown[] => Array.from({ length: random(5) }, () => nested(depth - 1));
      switch (random(5)) {
        case 0:
          return items();
        case 1:
          return Object.freeze(items());
        case 2: {
          const object: Record<string, unknown> = {};
          for (const item of items()) object[`k${text()}`] = item;
          return object;
        }
        case 3:
          // Tuples as keys are equal in Python when their items are, here when they are the same array: there is one only.
          return new Map<unknown, unknown>([
            [Object.freeze([scalarKey()]), 1],
            ...items().map((item): [unknown, unknown] => [scalarKey(), item]),
          ]);
        default: {
          const set = new Set(items().map(() => scalarKey()));
          return random(2) === 0 ? set : Object.freeze(set);
        }
      }
    }

    it(`1,000 values, seed ${seed}`, () => {
      const same = python.eval<(value: unknown) => unknown>('lambda value: value');
      for (let i = 0; i < 1000; i++) {
        const value = nested(4);
        const back = same(value);
        assert.deepStrictEqual(back, value, `value ${i}`);
        assert.equal(Object.isFrozen(back), Object.isFrozen(value));
      }
    });

    it('Python values come back equal and of the same types', () => {
      const identity = (value: unknown): unknown => value;
      python.run(`
import random

def make(rng, depth):
    kind = rng.randrange(12 if depth else 7)
    if kind == 0: return None
    if kind == 1: return rng.random() < 0.5
    if kind == 2: return rng.getrandbits(rng.randrange(1, 200)) * rng.choice((1, -1))
    if kind == 3: return rng.random() * 10.0 ** rng.randrange(-300, 300) + 0.5
    if kind == 4: return ''.join(chr(rng.choice((65, 233, 0x20ac, 0x1f600, 0xdc80)) + rng.randrange(20)) for _ in range(rng.randrange(5)))
    if kind == 5: return rng.randbytes(rng.randrange(5))
    if kind == 6: return rng.choice(('', b'', (), 0, float('inf')))
    items = [make(rng, depth - 1) for _ in range(rng.randrange(5))]
    if kind == 7: return items
    if kind == 8: return tuple(items)
    if kind == 9: return {str(i): item for i, item in enumerate(items)}
    if kind == 10: return {i: item for i, item in enumerate(items)} 
    return rng.choice((set, frozenset))(range(len(items)))

def same(a, b):
    if isinstance(a, float) and a.is_integer() and abs(a) < 2**53: return a == b
    if type(a) is not type(b) and not (a == b == {}): return False
    if isinstance(a, (list, tuple)): return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict): return list(map(repr, a)) == list(map(repr, b)) and all(map(same, a.values(), b.values()))
    return a == b

def check(seed, identity):
    rng = random.Random(seed)
    for number in range(500):
        value = make(rng, 4)
        back = identity(value)
        if not same(value, back): return f'{value!r} came back as {back!r}'
`);
      const check = python.globals.check as (seed: number, identity: (value: unknown) => unknown) => unknown;
      assert.equal(check(seed, identity), null, `seed ${seed}`);
    });
  });
});
