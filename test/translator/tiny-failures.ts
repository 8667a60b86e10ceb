/** What Tiny programs can do wrong, and what they print then. */
export const tinyFailures: readonly (readonly [string, string])[] = [
  ['print 1 + "x"', 'error: int + string'],
  ['print missing', 'error: missing is not set'],
  ['fn f(a) { return a }\nprint f(1, 2)', 'error: f takes 1 arguments, not 2'],
  ['fn f(n) { return f(n + 1) }\nprint f(0)', 'error: too deep a recursion'],
  ['print [1, 2][2]', 'error: no item 2'],
  ['let 5 = 3', 'error: line 1: a name expected, not 5'],
  ['\n\nprint "open', 'error: line 3: a string without an end'],
  ['1 = 2', 'error: line 1: something that can be assigned to, before =, expected, not 2'],
  ['print 1 / 0', 'error: division by zero'],
  ['print 5()', 'error: a call of int'],
  ['while 1 {', 'error: line 1: } expected, not the end'],
];
