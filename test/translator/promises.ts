/** The promises of `samples/traps.ts`: arguments that keep them and arguments that break them. */
const MAX = Number.MAX_SAFE_INTEGER;
const bytes = Uint8Array.of(1, 2);

export interface LanguagePromise {
  /** The function. */
  readonly fn: string;
  readonly kept: readonly unknown[];
  readonly broken: readonly (readonly unknown[])[];
  /** What checked machine code says. */
  readonly says: string;
}

export const promises: readonly LanguagePromise[] = [
  {
    fn: 'listItem',
    kept: [2, 1],
    broken: [
      [2, 2],
      [2, -1],
      [0, 0],
    ],
    says: 'index out of bounds',
  },
  {
    fn: 'setListItem',
    kept: [2, 1],
    broken: [
      [2, 2],
      [2, -1],
    ],
    says: 'index out of bounds',
  },
  {
    fn: 'arrayItem',
    kept: [2, 1],
    broken: [
      [2, 2],
      [2, -1],
    ],
    says: 'index out of bounds',
  },
  {
    fn: 'byteItem',
    kept: [bytes, 1],
    broken: [
      [bytes, 2],
      [bytes, -1],
    ],
    says: 'index out of bounds',
  },
  { fn: 'popEmpty', kept: [1], broken: [[0]], says: 'pop of an empty list' },
  {
    fn: 'truncate',
    kept: [3, 2],
    broken: [
      [3, 4],
      [3, -1],
    ],
    says: 'range out of bounds',
  },
  { fn: 'fieldOfNull', kept: [false], broken: [[true]], says: 'null dereference' },
  { fn: 'methodOfNull', kept: [false], broken: [[true]], says: 'null dereference' },
  { fn: 'notNullOf', kept: [false], broken: [[true]], says: 'null dereference' },
  { fn: 'castNode', kept: [true], broken: [[false]], says: 'cast to a class that it is not of' },
  {
    fn: 'leaveWord',
    kept: [MAX, -1],
    broken: [
      [MAX, 1],
      [-MAX, -1],
    ],
    says: 'int out of range',
  },
  {
    fn: 'multiply',
    kept: [2 ** 26, 2 ** 26],
    broken: [
      [2 ** 27, 2 ** 27],
      [-MAX, 2],
    ],
    says: 'int out of range',
  },
  { fn: 'divide', kept: [7, -2], broken: [[7, 0]], says: 'division by zero' },
  { fn: 'toInt', kept: [-1.5], broken: [[1e300], [NaN], [Infinity]], says: 'float out of range' },
  {
    fn: 'byteOf',
    kept: ['ab', 1],
    broken: [
      ['ab', 2],
      ['', 0],
      ['ab', -1],
    ],
    says: 'index out of bounds',
  },
  { fn: 'sliceOf', kept: ['ab', 5], broken: [['ab', -1]], says: 'negative position' },
  { fn: 'arrayOf', kept: [0], broken: [[-1]], says: 'negative length' },
  { fn: 'asserted', kept: [true], broken: [[false]], says: 'assertion failed: asserted' },
  { fn: 'reached', kept: [4], broken: [[0]], says: 'unreachable code: reached' },
  { fn: 'swallowed', kept: [2, 1], broken: [[2, 2]], says: 'index out of bounds' },
];
