/** Module `_opcode`: the effect of instructions on the stack. */
import type { FixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { toWord } from '../interp/convert.js';
import { valueError } from '../interp/errors.js';
import { opNames, opTable } from '../interp/opcodes.js';
import type { Op } from '../interp/opcodes.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';
import { newInt, w_False, w_True } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { newPair } from '../objects/w-tuple.js';

/**
 * The effect of one operation: by the low byte of its argument (one entry if that does not matter), and per
 * unit of the rest of the argument.
 */
class StackEffect {
  constructor(
    readonly byLowByte: FixedArray<int>,
    readonly perHighByte: int,
    /** When it jumps. */
    readonly jumping: int,
    readonly jumpDiffers: boolean,
    readonly hasArgument: boolean,
  ) {}

  of(arg: int): int {
    if (this.byLowByte.length === 1) return this.byLowByte[0] as int;
    return (this.byLowByte[arg & 255] as int) + (arg >> 8) * this.perHighByte;
  }
}

const effects: FixedArray<StackEffect> = makeEffects();

/** Load time. */
function makeEffects(): FixedArray<StackEffect> {
  const result: FixedArray<StackEffect> = [];
  for (const name of opNames) {
    const info = opTable[name as keyof typeof Op];
    const effect = info.effect;
    const table: FixedArray<int> = [];
    let perHighByte = 0;
    if (typeof effect === 'number') {
      table.push(effect);
    } else {
      for (let arg = 0; arg < 256; arg++) table.push(effect(arg));
      perHighByte = effect(256) - effect(0);
    }
    result.push(
      new StackEffect(
        table,
        perHighByte,
        info.jumpEffect ?? 0,
        info.jumpEffect !== undefined,
        info.arg !== 'none',
      ),
    );
  }
  return result;
}

function stackEffect(w_opcode: W_Root, w_oparg: W_Root | null, w_jump: W_Root | null): W_Root {
  const opcode = toWord(w_opcode);
  if (opcode < 0 || opcode >= effects.length) throw valueError('invalid opcode or oparg');
  const effect = effects[opcode] as StackEffect;
  let arg = 0;
  if (w_oparg === null || w_oparg === w_None) {
    if (effect.hasArgument)
      throw valueError('stack_effect: opcode requires oparg but oparg was not specified');
  } else {
    if (!effect.hasArgument)
      throw valueError('stack_effect: opcode does not permit oparg but oparg was specified');
    arg = toWord(w_oparg);
  }
  if (w_jump !== null && w_jump !== w_None && w_jump !== w_True && w_jump !== w_False) {
    throw valueError('stack_effect: jump must be False, True or None');
  }
  const falling = effect.of(arg);
  if (!effect.jumpDiffers || w_jump === w_False) return newInt(falling);
  if (w_jump === w_True) return newInt(effect.jumping);
  return newInt(effect.jumping > falling ? effect.jumping : falling);
}

function specializationStats(): W_Root {
  return w_None;
}

/** What a row of the table of operations tells: name and kind of argument. */
class OperationRow {
  constructor(
    readonly name: string,
    readonly kind: string,
  ) {}
}

const operationRows: FixedArray<OperationRow> = opNames.map(
  (name) => new OperationRow(name, opTable[name as keyof typeof Op].arg),
);

/** The operations by number, for module opcode: (name, kind of argument). */
function operations(): W_Root {
  const rows: W_Root[] = [];
  for (const row of operationRows) rows.push(newPair(newStr(row.name), newStr(row.kind)));
  return newListOwning(rows);
}

export const opcodeModule = moduledef('_opcode', 'Opcode support module.', [
  func(
    'stack_effect',
    '($module, opcode, oparg=None, /, *, jump=None)',
    stackEffect,
    'Compute the stack effect of the opcode.',
  ),
  func(
    '_operations',
    '($module, /)',
    operations,
    'Names and kinds of argument of all operations, by number.',
  ),
  func('get_specialization_stats', '($module, /)', specializationStats, 'Return the specialization stats'),
]);
