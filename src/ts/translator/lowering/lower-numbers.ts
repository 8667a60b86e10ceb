/** Lowering of operations on ints and floats. */
import { LirConstant } from '../../backend/lir.js';
import type { LirOperand } from '../../backend/lir.js';
import { Place } from '../../rlib/heap-layout.js';
import { State } from '../../rlib/raw.js';
import { address, int, NULL, stateAddress, ZERO } from './lower-graph.js';
import type { GraphLowering } from './lower-graph.js';
import { callEntry } from './lower-calls.js';
import { type Lower, value, values } from './operands.js';

/** Whether a rest has not the sign of the divisor: division that rounds down gives another. */
function isOfOtherSign(l: GraphLowering, rest: LirOperand, divisor: LirOperand): LirOperand {
  const hasRest = l.emit('int_ne', [rest, ZERO], 'int');
  const isMixed = l.emit('int_lt', [l.emit('int_xor', [rest, divisor], 'int'), ZERO], 'int');
  return l.emit('int_and', [hasRest, isMixed], 'int');
}

/** From division that rounds towards zero: one less where there is a rest of the other sign. */
function floorQuotient(l: GraphLowering, a: LirOperand, b: LirOperand): LirOperand {
  const quotient = l.emit('int_div', [a, b], 'int');
  const rest = l.emit('int_sub', [a, l.emit('int_mul', [quotient, b], 'int')], 'int');
  return l.emit('int_sub', [quotient, isOfOtherSign(l, rest, b)], 'int');
}

function floorRest(l: GraphLowering, a: LirOperand, b: LirOperand): LirOperand {
  const rest = l.emit('int_mod', [a, b], 'int');
  const correction = l.emit('int_select', [isOfOtherSign(l, rest, b), b, ZERO], 'int');
  return l.emit('int_add', [rest, correction], 'int');
}

/** The logarithm of a constant that is a power of two. */
function powerOfTwo(operand: LirOperand): number | null {
  if (!(operand instanceof LirConstant)) return null;
  const value = BigInt(operand.value);
  if (value <= 0n || (value & (value - 1n)) !== 0n) return null;
  return value.toString(2).length - 1;
}

export function floorDivision(part: 'quotient' | 'rest'): Lower {
  return (l, operation) => {
    const [a, b] = values(l, operation) as [LirOperand, LirOperand];
    const log = powerOfTwo(b);
    if (log === null) l.setResult(operation, (part === 'quotient' ? floorQuotient : floorRest)(l, a, b));
    else if (part === 'quotient') l.setResult(operation, l.emit('int_sar', [a, int(log)], 'int'));
    else l.setResult(operation, l.emit('int_and', [a, int(2n ** BigInt(log) - 1n)], 'int'));
  };
}

/** Division that rounds towards zero. By 2^k it is a shift, after 2^k - 1 was added to what is negative. */
export function truncDivision(part: 'quotient' | 'rest'): Lower {
  return (l, operation) => {
    const [a, b] = values(l, operation) as [LirOperand, LirOperand];
    const log = powerOfTwo(b);
    if (log === null || log === 0) {
      l.setResult(operation, l.emit(part === 'quotient' ? 'int_div' : 'int_mod', [a, b], 'int'));
      return;
    }
    const sign = l.emit('int_sar', [a, int(63)], 'int');
    const bias = l.emit('int_shr', [sign, int(64 - log)], 'int');
    const biased = l.emit('int_add', [a, bias], 'int');
    const quotient = l.emit('int_sar', [biased, int(log)], 'int');
    if (part === 'quotient') l.setResult(operation, quotient);
    else
      l.setResult(operation, l.emit('int_sub', [a, l.emit('int_shl', [quotient, int(log)], 'int')], 'int'));
  };
}

/** Shifts by any count: the sign remains. */
export const shiftRight: Lower = (l, operation) => {
  const [a, n] = values(l, operation) as [LirOperand, LirOperand];
  if (n instanceof LirConstant) {
    l.setResult(operation, l.emit('int_sar', [a, int(Math.min(Number(n.value), 63))], 'int'));
    return;
  }
  const isSmall = l.emit('int_lt', [n, int(63)], 'int');
  const count = l.emit('int_select', [isSmall, n, int(63)], 'int');
  l.setResult(operation, l.emit('int_sar', [a, count], 'int'));
};

export const bitLength: Lower = (l, operation) => {
  const a = value(l, operation, 0);
  const sign = l.emit('int_sar', [a, int(63)], 'int');
  const flipped = l.emit('int_xor', [a, sign], 'int');
  const magnitude = l.emit('int_sub', [flipped, sign], 'int');
  const zeros = l.emit('int_clz', [magnitude], 'int');
  l.setResult(operation, l.emit('int_sub', [int(64), zeros], 'int'));
};

export const clz32: Lower = (l, operation) => {
  const low = l.emit('int_zext32', [value(l, operation, 0)], 'int');
  const zeros = l.emit('int_clz', [low], 'int');
  l.setResult(operation, l.emit('int_sub', [zeros, int(32)], 'int'));
};

// Floats.

export const isNaN: Lower = (l, operation) => {
  const x = value(l, operation, 0);
  l.setComparison(operation, { condition: 'float_ne', left: x, right: x, isNegated: false });
};

export const isFinite: Lower = (l, operation) => {
  const magnitude = l.emit('float_abs', [value(l, operation, 0)], 'float');
  const right = new LirConstant('float', Infinity);
  l.setComparison(operation, { condition: 'float_lt', left: magnitude, right, isNegated: false });
};

export const isInteger: Lower = (l, operation) => {
  const x = value(l, operation, 0);
  const whole = l.emit('float_trunc', [x], 'float');
  const isWhole = l.emit('float_eq', [x, whole], 'int');
  const magnitude = l.emit('float_abs', [x], 'float');
  const isBounded = l.emit('float_lt', [magnitude, new LirConstant('float', Infinity)], 'int');
  l.setResult(operation, l.emit('int_and', [isWhole, isBounded], 'int'));
};

export const highBits: Lower = (l, operation) => {
  const bits = l.emit('float_bits', [value(l, operation, 0)], 'int');
  l.setResult(operation, l.emit('int_shr', [bits, int(32)], 'int'));
};

export const lowBits: Lower = (l, operation) => {
  const bits = l.emit('float_bits', [value(l, operation, 0)], 'int');
  l.setResult(operation, l.emit('int_zext32', [bits], 'int'));
};

export const fromBits: Lower = (l, operation) => {
  const high = l.emit('int_shl', [value(l, operation, 0), int(32)], 'int');
  const low = l.emit('int_zext32', [value(l, operation, 1)], 'int');
  const bits = l.emit('int_or', [high, low], 'int');
  l.setResult(operation, l.emit('float_of_bits', [bits], 'float'));
};

export function fromBytes(load: 'load_f64' | 'load_f32'): Lower {
  return (l, operation) => {
    l.setResult(operation, l.emit(load, values(l, operation), 'float', address(Place.ITEMS)));
  };
}

export const doubleToBytes: Lower = (l, operation) => {
  const bits = l.emit('float_bits', [value(l, operation, 0)], 'int');
  l.setResult(operation, callEntry(l, 'ofWordBytes', [bits, int(8)], 'ref'));
};

export const singleToBytes: Lower = (l, operation) => {
  l.emitVoid('store_f32', [NULL, ZERO, value(l, operation, 0)], stateAddress(State.HOST_ARGUMENTS));
  const bits = l.emit('load_u32', [NULL, ZERO], 'int', stateAddress(State.HOST_ARGUMENTS));
  l.setResult(operation, callEntry(l, 'ofWordBytes', [bits, int(4)], 'ref'));
};
