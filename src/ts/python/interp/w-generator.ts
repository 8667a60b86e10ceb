/** Generators, coroutines and asynchronous generators: a frame that can be left and resumed. */
import type { W_Root } from '../objects/root.js';
import { W_Iterator } from '../objects/root.js';
import type { W_StrBase } from '../objects/w-str-base.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { HandledLevel } from './handled-level.js';
import { resumeForNext } from './generator.js';
import type { W_Frame } from './w-frame.js';

export const generatorType: W_Type = newBuiltinType('generator', objectType);
export const coroutineType: W_Type = newBuiltinType('coroutine', objectType);
export const coroutineWrapperType: W_Type = newBuiltinType('coroutine_wrapper', objectType);
export const asyncGeneratorType: W_Type = newBuiltinType('async_generator', objectType);

export abstract class W_GeneratorBase extends W_Iterator {
  readonly handled: HandledLevel = new HandledLevel();
  running: boolean = false;
  /** After the end of the frame: its return value. */
  w_result: W_Root | null = null;
  /** Where a coroutine was made, if that is tracked. */
  w_origin: W_Root | null = null;

  constructor(
    readonly frame: W_Frame,
    public w_name: W_StrBase,
    public w_qualname: W_StrBase,
  ) {
    super();
  }

  /** How messages call it. */
  abstract kind(): string;

  override loopKey(): W_Root {
    return this.frame.code;
  }

  override next(): W_Root | null {
    return resumeForNext(this);
  }
}

export class W_Generator extends W_GeneratorBase {
  override getType(): W_Type {
    return generatorType;
  }

  override kind(): string {
    return 'generator';
  }
}

export class W_Coroutine extends W_GeneratorBase {
  override getType(): W_Type {
    return coroutineType;
  }

  override kind(): string {
    return 'coroutine';
  }
}

export class W_AsyncGenerator extends W_GeneratorBase {
  hooksInitialized: boolean = false;
  w_finalizer: W_Root | null = null;
  /** An asend/athrow/aclose is under way. */
  runningAsync: boolean = false;
  closed: boolean = false;

  override getType(): W_Type {
    return asyncGeneratorType;
  }

  override kind(): string {
    return 'async generator';
  }
}

/** What `await coroutine.__await__()` iterates. */
export class W_CoroutineWrapper extends W_Iterator {
  constructor(readonly coroutine: W_Coroutine) {
    super();
  }

  override getType(): W_Type {
    return coroutineWrapperType;
  }

  override next(): W_Root | null {
    return resumeForNext(this.coroutine);
  }
}
