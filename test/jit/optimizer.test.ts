/** What the optimizer makes of small traces: one behaviour each. */
import assert from 'node:assert/strict';
import { optimizeTrace } from '../../src/ts/jit/optimizer/optimize-trace.js';
import type { OptimizerOptions } from '../../src/ts/jit/optimizer/options.js';
import { defaultOptions } from '../../src/ts/jit/optimizer/options.js';
import { printOptimized, type GuardDetail } from '../../src/ts/jit/trace-text.js';
import { TraceConstant } from '../../src/ts/jit/trace.js';
import { findOptimizedProblems, findTraceProblems } from '../../src/ts/jit/trace-verify.js';
import { parser, place } from './heap-model.js';

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function optimize(text: string, detail: GuardDetail, options: Partial<OptimizerOptions>): string[] {
  const trace = parser.parse(text);
  assert.deepEqual(findTraceProblems(trace), []);
  const optimized = optimizeTrace(trace, { ...defaultOptions, arrayLength: place('length'), ...options });
  assert.deepEqual(findOptimizedProblems(optimized), []);
  return lines(printOptimized(optimized, detail));
}

/** What is left of a trace without its first line. */
function check(text: string, expected: string, options: Partial<OptimizerOptions> = {}): void {
  assert.deepEqual(optimize(text, 'plain', options).slice(1), lines(expected));
}

/** The same with guards' resume data. */
function checkResume(text: string, expected: string, options: Partial<OptimizerOptions> = {}): void {
  assert.deepEqual(optimize(text, 'resume', options).slice(1), lines(expected));
}

describe('the optimizer, on values', () => {
  it('computes with constants', () => {
    check('[]\ni0 = int_add 2, 3\ni1 = int_mul i0, 9007199254740991\nreturn i1', 'return 45035996273704955');
  });

  it('takes back what was added', () => {
    check('[i0]\ni1 = int_add i0, 1\ni2 = int_sub i1, 1\nreturn i2', 'return i0');
  });

  it('computes once', () => {
    check(
      '[i0, i1]\ni2 = int_lt i0, i1\ni3 = int_gt i1, i0\ni4 = int_add i2, i3\nreturn i4',
      'i2 = int_lt i0, i1\ni4 = int_add i2, i2\nreturn i4',
    );
  });

  it('leaves out what nobody reads', () => {
    check('[i0, r1]\ni2 = int_add i0, 1\ni3 = load_i64 r1, 0 [Node.count + 16]\nreturn i0', 'return i0');
  });

  it('does not test twice', () => {
    check(
      `[i0, i1]
       i2 = int_lt i0, i1
       guard_true i2 {a: i0}
       i3 = int_ge i0, i1
       guard_false i3 {b: i0}
       return i3`,
      'i2 = int_lt i0, i1\nguard_true i2\nreturn 0',
    );
  });

  it('knows a value behind its guard', () => {
    check('[i0]\nguard_value i0, 7 {a: i0}\ni1 = int_add i0, 1\nreturn i1', 'guard_value i0, 7\nreturn 8');
    check(
      '[i0]\ni1 = int_eq i0, 7\nguard_true i1 {a: i0}\ni2 = int_add i0, 1\nreturn i2',
      'i1 = int_eq i0, 7\nguard_true i1\nreturn 8',
    );
  });

  it('knows what is equal and has one value in common', () => {
    check(
      `[i0, i1]
       i2 = int_ge i0, 5
       guard_true i2 {a: }
       i3 = int_le i1, 5
       guard_true i3 {b: }
       i4 = int_eq i0, i1
       guard_true i4 {c: }
       i5 = int_add i0, i1
       return i5`,
      'i2 = int_ge i0, 5\nguard_true i2\ni3 = int_le i1, 5\nguard_true i3\ni4 = int_eq i0, i1\nguard_true i4\nreturn 10',
    );
  });

  it('knows bits that are clear', () => {
    check(
      '[i0]\ni1 = int_shl i0, 3\ni2 = int_and i1, -8\ni3 = int_or i2, 5\ni4 = int_and i3, 7\nreturn i4',
      'return 5',
    );
    check(
      `[i0, i1]
       i2 = int_mul i0, 6
       i3 = int_shl i1, 1
       i4 = int_add i2, i3
       i5 = int_eq i4, 7
       guard_false i5 {a: i4}
       return i4`,
      'i2 = int_mul i0, 6\ni3 = int_shl i1, 1\ni4 = int_add i2, i3\nreturn i4',
    );
  });

  it('learns bits from guards', () => {
    check(
      `[i0]
       i1 = int_and i0, 12
       guard_value i1, 4 {a: }
       i2 = int_and i0, 8
       guard_false i2 {b: }
       i3 = int_and i0, 7
       i4 = int_or i3, 4
       return i4`,
      'i1 = int_and i0, 12\nguard_value i1, 4\ni3 = int_and i0, 7\nreturn i3',
    );
    check(
      `[i0]
       i1 = int_and i0, 8
       guard_true i1 {a: }
       i2 = int_sar i0, 3
       i3 = int_and i2, 1
       return i3`,
      'i1 = int_and i0, 8\nguard_true i1\nreturn 1',
    );
  });

  it('knows ranges', () => {
    check(
      `[i0]
       i1 = int_lt i0, 10
       guard_true i1 {a: }
       i2 = int_ge i0, 0
       guard_true i2 {b: }
       i3 = int_lt i0, 11
       i4 = int_add_fits i0, 1000
       i5 = int_and i0, 15
       i6 = int_add i3, i4
       i7 = int_add i5, i6
       return i7`,
      'i1 = int_lt i0, 10\nguard_true i1\ni2 = int_ge i0, 0\nguard_true i2\ni7 = int_add i0, 2\nreturn i7',
    );
  });

  it('knows that what is below something can be one more', () => {
    check(
      `[i0, i1]
       i2 = int_lt i0, i1
       guard_true i2 {a: }
       i3 = int_add_ovf i0, 1
       guard_no_overflow {b: }
       i4 = int_ne i3, -9223372036854775808
       guard_true i4 {c: }
       return i3`,
      'i2 = int_lt i0, i1\nguard_true i2\ni3 = int_add i0, 1\nreturn i3',
    );
  });

  it('keeps what may overflow, once', () => {
    check(
      `[i0, i1]
       i2 = int_mul_ovf i0, i1
       guard_no_overflow {a: }
       i3 = int_mul_ovf i0, i1
       guard_no_overflow {b: }
       i4 = int_mul i0, i1
       i5 = int_sub i2, i4
       i6 = int_add i5, i3
       return i6`,
      'i2 = int_mul_ovf i0, i1\nguard_no_overflow\nreturn i2',
    );
  });

  it('tests types by ranges of their numbers', () => {
    check(
      `[r0]
       i1 = load_u32 r0, 0 [type + 0]
       i2 = int_sub i1, 20
       i3 = uint_lt i2, 5
       guard_true i3 {a: r0}
       i4 = int_sub i1, 18
       i5 = uint_lt i4, 10
       guard_true i5 {b: r0}
       i6 = ref_ne r0, null
       return i6`,
      `i1 = load_u32 r0, 0 [type + 0]
       i2 = int_add i1, -20
       i3 = uint_lt i2, 5
       guard_true i3
       return 1`,
    );
  });

  it('adds and tests at once', () => {
    check(
      `[i0, i1]
       i2 = int_add_fits i0, i1
       i3 = int_add i0, i1
       i4 = int_ne i3, -9223372036854775808
       i5 = int_and i2, i4
       guard_true i5 {a: i0, i5}
       i8 = int_mul_fits i3, i0
       guard_true i8 {c: }
       i9 = int_mul i3, i0
       return i9`,
      `i3 = int_add_ovf i0, i1
       guard_no_overflow
       i4 = int_ne i3, -9223372036854775808
       guard_true i4
       i9 = int_mul_ovf i3, i0
       guard_no_overflow
       return i9`,
    );
  });

  it('tells what a condition is where its guard fails', () => {
    checkResume(
      '[i0, i1]\ni2 = int_lt i0, i1\nguard_true i2 {a: i2}\ni3 = int_eq i0, 5\nguard_false i3 {b: i2, i3}\nreturn',
      'i2 = int_lt i0, i1\nguard_true i2 {a: 0}\ni3 = int_eq i0, 5\nguard_false i3 {b: 1, 1}\nreturn',
    );
  });

  it('makes two guards of two conditions', () => {
    check(
      `[i0, i1]
       i2 = int_lt i0, i1
       i3 = int_ne i0, 5
       i4 = int_and i2, i3
       guard_true i4 {a: }
       return i4`,
      'i2 = int_lt i0, i1\ni3 = int_ne i0, 5\nguard_true i2\nguard_true i3\nreturn 1',
    );
  });
});

describe('the optimizer, on memory', () => {
  it('knows what was loaded and stored', () => {
    check(
      `[r0, i1]
       i2 = load_i64 r0, 0 [Node.count + 16]
       i3 = load_i64 r0, 0 [Node.count + 16]
       i4 = int_sub i2, i3
       store_64 r0, 0, i1 [Node.count + 16]
       i5 = load_i64 r0, 0 [Node.count + 16]
       i6 = int_add i5, i4
       return i6`,
      'store_64 r0, 0, i1 [Node.count + 16]\nreturn i1',
    );
  });

  it('stores the last value only', () => {
    check(
      '[r0]\nstore_64 r0, 0, 1 [Node.count + 16]\nstore_64 r0, 0, 2 [Node.count + 16]\nreturn',
      'store_64 r0, 0, 2 [Node.count + 16]\nreturn',
    );
  });

  it('does not store back what is there', () => {
    check(
      `[r0, r1]
       r2 = load_ref r0, 0 [Context.top + 8]
       store_ref r0, 0, r1 [Context.top + 8]
       store_ref r0, 0, r2 [Context.top + 8]
       return r2`,
      'r2 = load_ref r0, 0 [Context.top + 8]\nreturn r2',
    );
  });

  it('puts stores off beyond guards', () => {
    checkResume(
      '[r0, i1]\nstore_64 r0, 0, i1 [Node.count + 16]\nguard_true i1 {a: r0}\nreturn',
      'guard_true i1 {a: r0; r0 [Node.count + 16] = 0}\nstore_64 r0, 0, i1 [Node.count + 16]\nreturn',
    );
  });

  it('writes before others read', () => {
    check(
      `[r0, r1, i2]
       store_64 r0, 0, i2 [Node.count + 16]
       i3 = load_i64 r1, 0 [Node.count + 16]
       return i3`,
      'store_64 r0, 0, i2 [Node.count + 16]\ni3 = load_i64 r1, 0 [Node.count + 16]\nreturn i3',
    );
    check(
      `[r0, i2]
       store_64 r0, 0, i2 [Node.count + 16]
       store_ref r0, 0, null [Node.next + 8]
       call @f(reads Node.count; writes -)
       return`,
      `store_64 r0, 0, i2 [Node.count + 16]
       call @f(reads Node.count; writes -)
       store_ref r0, 0, null [Node.next + 8]
       return`,
    );
  });

  it('forgets what calls may write', () => {
    check(
      `[r0]
       i1 = load_i64 r0, 0 [Node.count + 16]
       r2 = load_ref r0, 0 [Node.next + 8]
       call @f(reads -; writes Node.count)
       i3 = load_i64 r0, 0 [Node.count + 16]
       r4 = load_ref r0, 0 [Node.next + 8]
       i5 = ref_eq r2, r4
       i6 = int_add i3, i5
       i7 = int_sub i6, i1
       return i7`,
      `i1 = load_i64 r0, 0 [Node.count + 16]
       call @f(reads -; writes Node.count)
       i3 = load_i64 r0, 0 [Node.count + 16]
       i6 = int_add i3, 1
       i7 = int_sub i6, i1
       return i7`,
    );
  });

  it('tells items apart by constant indices, not by others', () => {
    check(
      `[r0, i1, r2]
       r3 = load_ref r0, 0 [references[] + 16 + index*4]
       store_ref r0, 1, r2 [references[] + 16 + index*4]
       r4 = load_ref r0, 0 [references[] + 16 + index*4]
       store_ref r0, i1, r2 [references[] + 16 + index*4]
       r5 = load_ref r0, 0 [references[] + 16 + index*4]
       i6 = ref_eq r3, r4
       i7 = ref_eq r3, r5
       i8 = int_add i6, i7
       return i8`,
      `r3 = load_ref r0, 0 [references[] + 16]
       store_ref r0, 0, r2 [references[] + 20]
       store_ref r0, i1, r2 [references[] + 16 + index*4]
       r5 = load_ref r0, 0 [references[] + 16]
       i7 = ref_eq r3, r5
       i8 = int_add i7, 1
       return i8`,
    );
  });

  it('takes the bits that a load asks for', () => {
    check(
      '[r0, i1]\nstore_8 r0, 0, i1 [Node.flag + 32]\ni2 = load_u8 r0, 0 [Node.flag + 32]\nreturn i2',
      'i3 = int_zext8 i1\nstore_8 r0, 0, i1 [Node.flag + 32]\nreturn i3',
    );
  });

  it('reads constants, and relies on those that seldom change', () => {
    const depends: string[] = [];
    check(
      `[i0]
       i1 = load_i64 ref 64, 0 [Context.version + 16]
       guard_not_invalidated {a: i0}
       i2 = load_i64 ref 64, 0 [Context.version + 16]
       guard_not_invalidated {b: i0}
       call @f(reads -; writes -)
       i3 = load_i64 ref 64, 0 [Context.version + 16]
       guard_not_invalidated {c: i0}
       i4 = int_add i1, i2
       i5 = int_add i4, i3
       return i5`,
      'guard_not_invalidated\ncall @f(reads -; writes -)\nguard_not_invalidated\nreturn 21',
      {
        readConstant: () => new TraceConstant('int', 7),
        dependOn: (_object, _displacement, { name }) => depends.push(name),
      },
    );
    assert.deepEqual([...new Set(depends)], ['Context.version']);
  });

  it('reads no constants behind a guard that always fails', () => {
    const readConstant = (): TraceConstant => assert.fail('the object is of another type');
    check(
      '[]\nguard_value 20, 21 {a: }\ni0 = load_i64 ref 64, 0 [Context.version + 16]\nreturn i0',
      'guard_value 20, 21\ni0 = load_i64 ref 64, 0 [Context.version + 16]\nreturn i0',
      { readConstant },
    );
    check(
      '[]\nguard_false 1 {a: }\ni0 = load_i64 null, 0 [Context.version + 16]\nreturn i0',
      'guard_false 1\ni0 = load_i64 null, 0 [Context.version + 16]\nreturn i0',
      { readConstant },
    );
  });

  it('never caches what is volatile or raw', () => {
    check(
      `[]
       i0 = load_u32 ref 64, 0 [Context.signal + 12]
       i1 = load_u32 ref 64, 0 [Context.signal + 12]
       i2 = load_i64 null, 0 [raw + -8]
       i3 = int_sub i0, i1
       return i3`,
      `i0 = load_u32 ref 64, 0 [Context.signal + 12]
       i1 = load_u32 ref 64, 0 [Context.signal + 12]
       i2 = load_i64 null, 0 [raw + -8]
       i3 = int_sub i0, i1
       return i3`,
    );
  });

  it('keeps what it knows of active frames over calls', () => {
    check(
      `[r0, r1]
       activate r0
       r2 = load_ref r0, 0 [Frame.slots + 8]
       store_ref r2, 0, r1 [references[] + 16 + index*4]
       call @f(reads Node.next; writes *)
       r3 = load_ref r2, 0 [references[] + 16 + index*4]
       i4 = ref_eq r3, r1
       call @g(reads Frame.slots[]; writes *)
       r5 = load_ref r2, 0 [references[] + 16 + index*4]
       i6 = ref_eq r5, r1
       i7 = int_add i4, i6
       call r0 @h(reads -; writes Frame.slots[])
       r8 = load_ref r2, 0 [references[] + 16 + index*4]
       return r8`,
      `r2 = load_ref r0, 0 [Frame.slots + 8]
       call @f(reads Node.next; writes *)
       store_ref r2, 0, r1 [Frame.slots[] + 16]
       call @g(reads Frame.slots[]; writes *)
       call r0 @h(reads -; writes Frame.slots[])
       r8 = load_ref r2, 0 [Frame.slots[] + 16]
       return r8`,
    );
  });

  it('calls elidable functions once', () => {
    check(
      `[i0]
       i1 = call i0 @f(reads -; writes -) elidable raises
       guard_no_exception {a: }
       i2 = call i0 @f(reads -; writes -) elidable raises
       guard_no_exception {b: }
       i3 = int_sub i1, i2
       return i3`,
      'i1 = call i0 @f(reads -; writes -) elidable raises\nguard_no_exception\nreturn 0',
    );
  });
});

describe('the optimizer, on objects that are not made', () => {
  it('makes none that nobody sees', () => {
    check(
      `[i0]
       r1 = allocate 2 words of type 20
       store_64 r1, 0, i0 [Int.value + 8]
       i2 = load_u32 r1, 0 [type + 0]
       guard_value i2, 20 {a: i0}
       i3 = load_i64 r1, 0 [Int.value + 8]
       return i3`,
      'return i0',
    );
  });

  it('tells guards how to make them', () => {
    checkResume(
      `[i0]
       r1 = allocate_array 6, 3 items of 4 bytes
       r2 = allocate 2 words of type 20
       store_64 r2, 0, i0 [Int.value + 8]
       store_ref r1, 1, r2 [references[] + 16 + index*4]
       guard_true i0 {a: r1, r1, i0 <- b: r2}
       return`,
      'guard_true i0 {a: v0, v0, 0 <- b: v1; v0 = 3 items of type 6 (+20 v1); v1 = 2 words of type 20 (+8 0)}\nreturn',
    );
  });

  it('tells guards of circles', () => {
    checkResume(
      `[i0]
       r1 = allocate 5 words of type 21
       r2 = allocate 5 words of type 21
       store_ref r1, 0, r2 [Node.next + 8]
       store_ref r2, 0, r1 [Node.next + 8]
       guard_true i0 {a: r1}
       return r1`,
      `guard_true i0 {a: v0; v0 = 5 words of type 21 (+8 v1); v1 = 5 words of type 21 (+8 v0)}
       r2 = allocate 5 words of type 21
       r1 = allocate 5 words of type 21
       store_ref r1, 0, r2 [Node.next + 8]
       store_ref r2, 0, r1 [Node.next + 8]
       return r1`,
    );
  });

  it('makes those that calls get, with what they hold', () => {
    check(
      `[i0]
       r1 = allocate 5 words of type 21
       r2 = allocate 2 words of type 20
       store_64 r2, 0, i0 [Int.value + 8]
       store_ref r1, 0, r2 [Node.data + 12]
       store_64 r1, 0, 0 [Node.count + 16]
       call r1 @f(reads *; writes *)
       i3 = load_i64 r2, 0 [Int.value + 8]
       return i3`,
      `r2 = allocate 2 words of type 20
       store_64 r2, 0, i0 [Int.value + 8]
       r1 = allocate 5 words of type 21
       store_ref r1, 0, r2 [Node.data + 12]
       call r1 @f(reads *; writes *)
       return i0`,
    );
  });

  it('knows that they are no others, and not null', () => {
    check(
      `[r0]
       r1 = allocate 5 words of type 21
       i2 = ref_eq r1, r0
       i3 = ref_ne r1, null
       i4 = int_add i2, i3
       return i4`,
      'return 1',
    );
  });

  it('makes no frames for calls that are traced', () => {
    checkResume(
      `[r0]
       r1 = load_ref ref 64, 0 [Context.top + 8]
       r2 = allocate_array 6, 6 items of 4 bytes
       r3 = allocate 3 words of type 22
       store_ref r3, 0, r2 [Frame.slots + 8]
       store_ref r3, 0, r1 [Frame.back + 12]
       activate r3
       store_ref ref 64, 0, r3 [Context.top + 8]
       store_ref r2, 0, r0 [references[] + 16 + index*4]
       i4 = load_i64 r0, 0 [Node.count + 16]
       guard_true i4 {inner: r3 <- outer: r0}
       deactivate r3
       store_ref ref 64, 0, r1 [Context.top + 8]
       return i4`,
      `r1 = load_ref ref 64, 0 [Context.top + 8]
       i4 = load_i64 r0, 0 [Node.count + 16]
       guard_true i4 {inner: v0 <- outer: r0; v0 = 3 words of type 22 (+8 v1, +12 r1); v1 = 6 items of type 6 (+16 r0); ref 64 [Context.top + 8] = v0}
       return i4`,
    );
  });
});

describe('the optimizer, on loops', () => {
  it('leaves what does not change before the loop', () => {
    check(
      `[r0, i1]
       r2 = load_ref r0, 0 [Node.data + 12]
       i3 = load_u32 r2, 0 [type + 0]
       guard_value i3, 20 {a: r0}
       i4 = load_i64 r2, 0 [Int.value + 8]
       i5 = int_add i1, i4
       i6 = int_lt i5, 1000
       guard_true i6 {b: r0, i5}
       jump r0, i5`,
      `r2 = load_ref r0, 0 [Node.data + 12]
       i3 = load_u32 r2, 0 [type + 0]
       guard_value i3, 20
       i4 = load_i64 r2, 0 [Int.value + 8]
       i5 = int_add i1, i4
       i6 = int_lt i5, 1000
       guard_true i6
       loop [i7 = i5]:
       i8 = int_add i7, i4
       i9 = int_lt i8, 1000
       guard_true i9
       jump i8`,
    );
  });

  it('knows bits that stay', () => {
    check(
      `[i0]
       i1 = int_and i0, 3
       guard_value i1, 1 {a: i0}
       i2 = int_add i0, 4
       i3 = int_lt i2, 1000
       guard_true i3 {b: i2}
       jump i2`,
      `i1 = int_and i0, 3
       guard_value i1, 1
       i2 = int_add i0, 4
       i3 = int_lt i2, 1000
       guard_true i3
       loop [i4 = i2]:
       i6 = int_add i4, 4
       i7 = int_lt i6, 1000
       guard_true i7
       jump i6`,
    );
  });

  it('carries fields along, and stores what others can see', () => {
    check(
      `[r0, i1]
       i2 = load_i64 r0, 0 [Node.count + 16]
       i3 = int_add i2, i1
       store_64 r0, 0, i3 [Node.count + 16]
       guard_true i3 {a: r0}
       jump r0, i1`,
      `i2 = load_i64 r0, 0 [Node.count + 16]
       i3 = int_add i2, i1
       guard_true i3
       store_64 r0, 0, i3 [Node.count + 16]
       loop [i4 = i3]:
       i5 = int_add i4, i1
       guard_true i5
       store_64 r0, 0, i5 [Node.count + 16]
       jump i5`,
    );
  });

  it('loads again what the loop itself changes', () => {
    check(
      `[r0, i1]
       i2 = load_i64 r0, 0 [Node.count + 16]
       guard_true i2 {a: r0}
       call @f(reads Node.count; writes Node.count)
       jump r0, i1`,
      `i2 = load_i64 r0, 0 [Node.count + 16]
       guard_true i2
       call @f(reads Node.count; writes Node.count)
       loop []:
       i3 = load_i64 r0, 0 [Node.count + 16]
       guard_true i3
       call @f(reads Node.count; writes Node.count)
       jump`,
    );
  });

  it('gives up constants that do not last', () => {
    check(
      '[i0, i1]\nguard_true i0 {a: }\njump i1, 5',
      'guard_true i0\nloop [i2 = i1]:\nguard_true i2\njump 5',
    );
  });

  it('carries objects along in pieces', () => {
    checkResume(
      `[r0, i1]
       i3 = load_i64 r0, 0 [Int.value + 8]
       i4 = int_add i3, i1
       guard_true i4 {a: r0}
       r5 = allocate 2 words of type 20
       store_64 r5, 0, i4 [Int.value + 8]
       jump r5, i1`,
      `i3 = load_i64 r0, 0 [Int.value + 8]
       i4 = int_add i3, i1
       guard_true i4 {a: r0}
       loop [i6 = i4]:
       i7 = int_add i6, i1
       guard_true i7 {a: v0; v0 = 2 words of type 20 (+8 i6)}
       jump i7`,
    );
  });

  it('makes an object where the next iteration needs it', () => {
    check(
      `[r0, i1]
       r2 = allocate 5 words of type 21
       store_ref r2, 0, r0 [Node.next + 8]
       guard_true i1 {a: r0}
       i3 = call r0 @f(reads -; writes -)
       jump r2, i3`,
      `guard_true i1
       i3 = call r0 @f(reads -; writes -)
       loop [r4 = r0, i5 = i3]:
       guard_true i5
       r6 = allocate 5 words of type 21
       store_ref r6, 0, r4 [Node.next + 8]
       i7 = call r6 @f(reads -; writes -)
       jump r6, i7`,
    );
  });

  it('keeps a Python loop in registers', () => {
    checkResume(
      `[r0, r1]
       activate r0
       debug_merge_point 'while i < n'
       r2 = load_ref r0, 0 [Frame.slots + 8]
       r3 = load_ref r2, 1 [references[] + 16 + index*4]
       store_ref r2, 3, r3 [references[] + 16 + index*4]
       r4 = load_ref r2, 2 [references[] + 16 + index*4]
       store_ref r2, 4, r4 [references[] + 16 + index*4]
       i7 = load_u32 r3, 0 [type + 0]
       guard_value i7, 20 {compare: r0, r4, r3}
       i8 = load_u32 r4, 0 [type + 0]
       guard_value i8, 20 {compare: r0, r4, r3}
       i9 = load_i64 r3, 0 [Int.value + 8]
       i10 = load_i64 r4, 0 [Int.value + 8]
       i11 = int_lt i9, i10
       guard_true i11 {less: r0}
       r12 = load_ref r2, 0 [references[] + 16 + index*4]
       store_ref r2, 3, r12 [references[] + 16 + index*4]
       r13 = load_ref r2, 1 [references[] + 16 + index*4]
       store_ref r2, 4, r13 [references[] + 16 + index*4]
       i14 = load_u32 r12, 0 [type + 0]
       guard_value i14, 20 {add: r0, r12, r13}
       i15 = load_u32 r13, 0 [type + 0]
       guard_value i15, 20 {add: r0, r12, r13}
       i16 = load_i64 r12, 0 [Int.value + 8]
       i17 = load_i64 r13, 0 [Int.value + 8]
       i18 = int_add_fits i16, i17
       guard_true i18 {fits: r0}
       i19 = int_add i16, i17
       r23 = allocate 2 words of type 20
       store_64 r23, 0, i19 [Int.value + 8]
       store_ref r2, 3, r23 [references[] + 16 + index*4]
       store_ref r2, 0, r23 [references[] + 16 + index*4]
       r24 = load_ref r2, 1 [references[] + 16 + index*4]
       i25 = load_u32 r24, 0 [type + 0]
       guard_value i25, 20 {increment: r0, r24}
       i26 = load_i64 r24, 0 [Int.value + 8]
       i27 = int_add_fits i26, 1
       guard_true i27 {fits: r0}
       i28 = int_add i26, 1
       r32 = allocate 2 words of type 20
       store_64 r32, 0, i28 [Int.value + 8]
       store_ref r2, 3, r32 [references[] + 16 + index*4]
       store_ref r2, 1, r32 [references[] + 16 + index*4]
       jump r0, r1`,
      `debug_merge_point 'while i < n'
       r2 = load_ref r0, 0 [Frame.slots + 8]
       r3 = load_ref r2, 0 [Frame.slots[] + 20]
       r4 = load_ref r2, 0 [Frame.slots[] + 24]
       i7 = load_u32 r3, 0 [type + 0]
       guard_value i7, 20 {compare: r0, r4, r3; r2 [Frame.slots[] + 28] = r3; r2 [Frame.slots[] + 32] = r4}
       i8 = load_u32 r4, 0 [type + 0]
       guard_value i8, 20 {compare: r0, r4, r3; r2 [Frame.slots[] + 28] = r3; r2 [Frame.slots[] + 32] = r4}
       i9 = load_i64 r3, 0 [Int.value + 8]
       i10 = load_i64 r4, 0 [Int.value + 8]
       i11 = int_lt i9, i10
       guard_true i11 {less: r0; r2 [Frame.slots[] + 28] = r3; r2 [Frame.slots[] + 32] = r4}
       r12 = load_ref r2, 0 [Frame.slots[] + 16]
       i14 = load_u32 r12, 0 [type + 0]
       guard_value i14, 20 {add: r0, r12, r3; r2 [Frame.slots[] + 28] = r12; r2 [Frame.slots[] + 32] = r3}
       i16 = load_i64 r12, 0 [Int.value + 8]
       i19 = int_add_ovf i16, i9
       guard_no_overflow {fits: r0; r2 [Frame.slots[] + 28] = r12; r2 [Frame.slots[] + 32] = r3}
       i28 = int_add i9, 1
       loop [i33 = i28, i35 = i19]:
       debug_merge_point 'while i < n'
       i37 = int_lt i33, i10
       guard_true i37 {less: r0; v0 = 2 words of type 20 (+8 i33); v1 = 2 words of type 20 (+8 i35); r2 [Frame.slots[] + 20] = v0; r2 [Frame.slots[] + 28] = v0; r2 [Frame.slots[] + 32] = r4; r2 [Frame.slots[] + 16] = v1}
       i39 = int_add_ovf i35, i33
       guard_no_overflow {fits: r0; v0 = 2 words of type 20 (+8 i33); v1 = 2 words of type 20 (+8 i35); r2 [Frame.slots[] + 20] = v0; r2 [Frame.slots[] + 28] = v1; r2 [Frame.slots[] + 32] = v0; r2 [Frame.slots[] + 16] = v1}
       i40 = int_add i33, 1
       jump i40, i39`,
    );
  });
});
