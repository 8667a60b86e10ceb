import assert from 'node:assert/strict';
import { compareWithPython, findLibrary } from './oracle.js';

const annotations: readonly string[] = [
  '1 + 2 * 3 - (4 - 5) ** -2 ** x',
  '(a, b)[1:2, ::3, (yy,)] if not x else lambda x, /, y=1, *z, w=2, **k: 0',
  '{1: 2, **z}[f(*a, **b, c=3)]',
  '[x for x in (1, 2) if x if y] or {x for a, b in c} and {a: b for c in d}',
  'f"a{x!r:>{w}}{{" + "it\'s" + b"x\\xff\\"" + 1.5e300 + 1e16 + 0.0001 + 1j + 1e-5 + 1e400 + u"x"',
  '(1).real + 1.0.real + x.y[...] + (-1) ** 2 + (a < b) < c is not d not in e',
  'not (a or b) and ~-x @ y // z << 2 | 3 ^ 5 & 6',
  '(lambda: 0)(x for x in y)',
  '(Tuple[()], (*Ts,))',
  'lambda *, a: 0',
  '"\\n\\t\\x00\\u200b\\U0001f600é\\"\'"',
  '(-x ** -y, (-x) ** y, g(), (a if b else c) if (d if e else f) else g)',
  'f\'{ {1: 2} }\' f"{x:{y}.{z}}" f"{a!s}" f"\'{b}\\""',
  '({*a, *b}, [*a], (*a,), {})',
  '(x[1:2], x[1], x[a:b:c, d], x[(1, 2)], x[1,])',
  '(12345678901234567890123, 1.25, 123456789.0, 1e22, 0.1, -0.0, 3+4j)',
  '((lambda x: (x, x)), a.b.c(d)(e), "a" "b", None, True, ...)',
  'x[lambda: 0, *a, (b, c):(d,)]',
  '(lambda a, b=1, /: 0, lambda a, /, *, b: 0, lambda **k: k, (x for y in (z if w else v)))',
  '((a if b else c).d, (a, b).c, [a].b, (not a).b, (a + b)(c), f(a for b in c)(d, (e for f in g)))',
];

describe('compiler: annotations as text', function () {
  this.timeout(20_000);
  const library = findLibrary();

  for (const annotation of annotations) {
    it(annotation, function () {
      if (library === undefined) this.skip();
      const source = `from __future__ import annotations\nx: ${annotation}\ndef f(a: ${annotation}) -> ${annotation}: pass\n`;
      const { problems, differentCodes } = compareWithPython([{ file: '<test>', source }]);
      assert.deepEqual([...problems, ...differentCodes], []);
    });
  }
});
