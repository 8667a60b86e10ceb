/** Module `gc`, as PyPy has it: the collector needs no help with cycles, so there are no generations and no counts. */
import {
  collectAll,
  collectStep,
  memoryNumber,
  MemoryNumber,
  purgeWeakTables,
  setAutomaticCollection,
} from '../../../rlib/collector.js';
import { sealList } from '../../../rlib/array.js';
import type { int } from '../../../rlib/types.js';
import { toWord } from '../../interp/convert.js';
import { context } from '../../interp/context.js';
import { valueError } from '../../interp/errors.js';
import { Op } from '../../interp/opcodes.js';
import { runPending } from '../../interp/pending.js';
import type { W_Root } from '../../objects/root.js';
import { newStructSequence, structSequenceType } from '../../objects/struct-sequence.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { newTuple } from '../../objects/w-tuple.js';
import { finalization, runFinalizers } from './finalization.js';
import { getObjects, getReferents, getReferrers } from './heap.js';
import { gcHooks, hooksTypedef } from './hooks.js';
import { getStats, statsTypedef } from './stats.js';

class CollectorState {
  thresholds: int[] = [700, 10, 10];
  debug: int = 0;
}

const collector = new CollectorState();

function enable(): W_Root {
  finalization.isEnabled = true;
  setAutomaticCollection(true);
  // What has died meanwhile.
  runFinalizers();
  return w_None;
}

function disable(): W_Root {
  finalization.isEnabled = false;
  setAutomaticCollection(false);
  return w_None;
}

function isEnabled(): W_Root {
  return newBool(finalization.isEnabled);
}

/** What finalizers let go may have finalizers of its own, and so on; a program that makes new ones all the time has to end some time. */
const MOST_ROUNDS: int = 10;

/**
 * What instructions took off the operand stacks lies above their ends still, and would be found. Where the end is, is known of frames that
 * are about to call something.
 */
function clearStacks(): void {
  let frame = context.topFrame;
  while (frame !== null) {
    const word = frame.pc > 0 ? (frame.code.words[frame.pc - 1] as int) : 0;
    if ((word & 255) === Op.CALL) {
      for (let i = frame.sp; i < frame.slots.length; i++) frame.slots[i] = null;
    }
    frame = frame.back;
  }
}

/** Frees all that is dead, and all that is dead once finalizers have run. PyPy returns 0, too. */
function collect(w_generation: W_Root | null): W_Root {
  const generation = w_generation === null ? 2 : toWord(w_generation);
  if (generation < 0 || generation > 2) throw valueError('invalid generation');
  clearStacks();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    collectAll();
    const wasPurged = purgeWeakTables();
    if (!runFinalizers() && !wasPurged) break;
  }
  if (context.ticker[0] !== 0) runPending();
  return newInt(0);
}

const stepType = structSequenceType('gc.GcCollectStepStats', ['oldstate', 'newstate', 'major_is_done'], 3);

function step(): W_Root {
  const before = memoryNumber(MemoryNumber.PHASE);
  const isDone = collectStep();
  const w_result = newStructSequence(stepType, [
    newInt(before),
    newInt(memoryNumber(MemoryNumber.PHASE)),
    newBool(isDone),
  ]);
  if (context.ticker[0] !== 0) runPending();
  return w_result;
}

function getThreshold(): W_Root {
  const items: W_Root[] = [];
  for (const threshold of collector.thresholds) items.push(newInt(threshold));
  return newTuple(sealList(items));
}

function setThreshold(w_a: W_Root, w_b: W_Root | null, w_c: W_Root | null): W_Root {
  collector.thresholds[0] = toWord(w_a);
  if (w_b !== null) collector.thresholds[1] = toWord(w_b);
  if (w_c !== null) collector.thresholds[2] = toWord(w_c);
  return w_None;
}

function getCount(): W_Root {
  return newTuple([newInt(0), newInt(0), newInt(0)]);
}

/** Nothing: no object is ever looked at for cycles alone. */
function freeze(): W_Root {
  return w_None;
}

function getFreezeCount(): W_Root {
  return newInt(0);
}

function isTracked(_w_obj: W_Root): W_Root {
  return newBool(true);
}

function isFinalized(_w_obj: W_Root): W_Root {
  return newBool(false);
}

function getDebug(): W_Root {
  return newInt(collector.debug);
}

function setDebug(w_flags: W_Root): W_Root {
  collector.debug = toWord(w_flags);
  return w_None;
}

export const gcModule = moduledef(
  'gc',
  'This module provides access to the garbage collector.\n\nenable() -- Enable automatic major collections and finalizers.\ndisable() -- Disable them.\nisenabled() -- Returns true if they are enabled.\ncollect() -- Do a full collection right now, and run finalizers.\ncollect_step() -- Do a part of a major collection.\nget_objects() -- Return a list of all objects.\nget_referrers() -- Return the list of objects that refer to an object.\nget_referents() -- Return the list of objects that an object refers to.\nget_stats() -- Return how memory is used, and how long collections took.\n',
  [
    func('enable', '($module, /)', enable),
    func('disable', '($module, /)', disable),
    func('isenabled', '($module, /)', isEnabled),
    func('collect', '($module, /, generation=2)', collect),
    func('collect_step', '($module, /)', step),
    func('get_threshold', '($module, /)', getThreshold),
    func('set_threshold', '($module, threshold0, threshold1=None, threshold2=None, /)', setThreshold),
    func('get_count', '($module, /)', getCount),
    func('get_objects', '($module, /, generation=None)', getObjects),
    func('get_referrers', '($module, /, *objs)', getReferrers),
    func('get_referents', '($module, /, *objs)', getReferents),
    func('get_stats', '($module, /, memory_pressure=False)', getStats),
    func('freeze', '($module, /)', freeze),
    func('unfreeze', '($module, /)', freeze),
    func('get_freeze_count', '($module, /)', getFreezeCount),
    func('is_tracked', '($module, obj, /)', isTracked),
    func('is_finalized', '($module, obj, /)', isFinalized),
    func('get_debug', '($module, /)', getDebug),
    func('set_debug', '($module, flags, /)', setDebug),
    value('hooks', gcHooks),
    value('garbage', () => newListOwning([])),
    value('callbacks', () => newListOwning([])),
    value('DEBUG_STATS', () => newInt(1)),
    value('DEBUG_COLLECTABLE', () => newInt(2)),
    value('DEBUG_UNCOLLECTABLE', () => newInt(4)),
    value('DEBUG_SAVEALL', () => newInt(32)),
    value('DEBUG_LEAK', () => newInt(38)),
  ],
  [statsTypedef, hooksTypedef],
);
