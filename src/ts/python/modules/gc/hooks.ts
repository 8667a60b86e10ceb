/**
 * `gc.hooks`: functions that are told of collections, some time after them, between two instructions. What happened meanwhile comes together,
 * as `count` and `duration` (seconds).
 */
import { memoryNumber, MemoryNumber, tellOfCollections } from '../../../rlib/collector.js';
import { intToFloat } from '../../../rlib/int.js';
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { findAttribute } from '../../interp/attributes.js';
import { call1 } from '../../interp/call.js';
import { asOperationError } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { newStructSequence, structSequenceType } from '../../objects/struct-sequence.js';
import { getset, method, typedef } from '../../objects/typedef.js';
import { newFloat } from '../../objects/w-float.js';
import { newInt } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern } from '../../objects/w-str.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { reportUnraisable } from '../unraisable.js';

const hooksType: W_Type = newBuiltinType('GcHooks', objectType);
const minorStatsType = structSequenceType(
  'gc.GcMinorStats',
  ['count', 'duration', 'total_memory_used', 'pinned_objects'],
  4,
);
const stepStatsType = structSequenceType(
  'gc.GcCollectStepStats',
  ['count', 'duration', 'newstate', 'total_memory_used'],
  4,
);
const collectStatsType = structSequenceType('gc.GcCollectStats', ['count', 'total_memory_used'], 2);

class W_GcHooks extends W_Mapped {
  w_onMinor: W_Root = w_None;
  w_onStep: W_Root = w_None;
  w_onCollect: W_Root = w_None;
  /** What was told already. */
  minor: int = 0;
  minorTime: int = 0;
  steps: int = 0;
  stepTime: int = 0;
  collections: int = 0;
}

class Hooks {
  w_hooks: W_GcHooks | null = null;
}

const hooks = new Hooks();

export function gcHooks(): W_Root {
  if (hooks.w_hooks === null) hooks.w_hooks = new W_GcHooks(hooksType);
  return hooks.w_hooks;
}

function minorTime(): int {
  return memoryNumber(MemoryNumber.PAUSE_TOTAL) - memoryNumber(MemoryNumber.STEP_TIME);
}

/** A hook was set or taken away: from now on it is told what is new. */
function changed(self: W_GcHooks): void {
  self.minor = memoryNumber(MemoryNumber.MINOR_COLLECTIONS);
  self.minorTime = minorTime();
  self.steps = memoryNumber(MemoryNumber.STEPS);
  self.stepTime = memoryNumber(MemoryNumber.STEP_TIME);
  self.collections = memoryNumber(MemoryNumber.MAJOR_COLLECTIONS);
  tellOfCollections(self.w_onMinor !== w_None || self.w_onStep !== w_None || self.w_onCollect !== w_None);
}

function seconds(nanoseconds: int): W_Root {
  return newFloat(intToFloat(nanoseconds) / 1e9);
}

/** Calls the hooks for which there is something new. */
export function runHooks(): void {
  const self = hooks.w_hooks;
  if (self === null) return;
  const minor = memoryNumber(MemoryNumber.MINOR_COLLECTIONS) - self.minor;
  const time = minorTime() - self.minorTime;
  const steps = memoryNumber(MemoryNumber.STEPS) - self.steps;
  const stepTime = memoryNumber(MemoryNumber.STEP_TIME) - self.stepTime;
  const collections = memoryNumber(MemoryNumber.MAJOR_COLLECTIONS) - self.collections;
  changed(self);
  const w_used = newInt(memoryNumber(MemoryNumber.USED));
  if (minor > 0 && self.w_onMinor !== w_None)
    tell(
      self.w_onMinor,
      newStructSequence(minorStatsType, [newInt(minor), seconds(time), w_used, newInt(0)]),
    );
  if (steps > 0 && self.w_onStep !== w_None) {
    const w_state = newInt(memoryNumber(MemoryNumber.PHASE));
    tell(
      self.w_onStep,
      newStructSequence(stepStatsType, [newInt(steps), seconds(stepTime), w_state, w_used]),
    );
  }
  if (collections > 0 && self.w_onCollect !== w_None)
    tell(self.w_onCollect, newStructSequence(collectStatsType, [newInt(collections), w_used]));
}

function tell(w_hook: W_Root, w_stats: W_Root): void {
  try {
    call1(w_hook, w_stats);
  } catch (e) {
    reportUnraisable(asOperationError(caught(e)), w_hook);
  }
}

function getMinor(self: W_GcHooks): W_Root {
  return self.w_onMinor;
}

function setMinor(self: W_GcHooks, w_hook: W_Root): void {
  self.w_onMinor = w_hook;
  changed(self);
}

function getStep(self: W_GcHooks): W_Root {
  return self.w_onStep;
}

function setStep(self: W_GcHooks, w_hook: W_Root): void {
  self.w_onStep = w_hook;
  changed(self);
}

function getCollect(self: W_GcHooks): W_Root {
  return self.w_onCollect;
}

function setCollect(self: W_GcHooks, w_hook: W_Root): void {
  self.w_onCollect = w_hook;
  changed(self);
}

function attributeOrNone(w_obj: W_Root, name: string): W_Root {
  const w_found = findAttribute(w_obj, intern(name));
  return w_found === null ? w_None : w_found;
}

/** All at once, from the attributes of the same names of an object. */
function setAll(self: W_GcHooks, w_obj: W_Root): W_Root {
  self.w_onMinor = attributeOrNone(w_obj, 'on_gc_minor');
  self.w_onStep = attributeOrNone(w_obj, 'on_gc_collect_step');
  self.w_onCollect = attributeOrNone(w_obj, 'on_gc_collect');
  changed(self);
  return w_None;
}

function reset(self: W_GcHooks): W_Root {
  return setAll(self, w_None);
}

export const hooksTypedef = typedef(hooksType, W_GcHooks, { module: 'gc', subclassable: false }, [
  getset('on_gc_minor', getMinor, setMinor),
  getset('on_gc_collect_step', getStep, setStep),
  getset('on_gc_collect', getCollect, setCollect),
  method('set', '($self, obj, /)', setAll),
  method('reset', '($self, /)', reset),
]);
