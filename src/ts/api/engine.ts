/**
 * The interpreter as this folder sees it: bytes in, bytes out. `wire.ts` (`python/interop`) tells what they mean. An engine runs it in one of its
 * lives; which one is all that differs.
 */

export type Life = 'translated' | 'hosted';

/** What an engine asks of its owner, on behalf of Python code. */
export interface EngineOwner {
  /** The message that was too long for the mailbox. */
  takeLongMessage(): Uint8Array;
  /** Carries out a request of Python's that begins at `start`; the size of the reply, which is in the mailbox or a long message. */
  serve(bytes: Buffer, start: number): number;
}

export interface Engine {
  readonly life: Life;
  /** Where messages go in that are not too long. */
  readonly mailbox: Buffer;
  /** Where the last reply is. */
  readonly memory: Buffer;
  /** Carries out the request in the mailbox; where in `memory` its reply begins. `level` is how many requests are under way. */
  enter(size: number, level: number): number;
  /** Gives the memory back. */
  dispose(): void;
}

/** Bytes that an engine may take; not given: its own choice. Hosted, V8 sets the limits. */
export interface EngineLimits {
  readonly heapSize: number | undefined;
  readonly stackSize: number | undefined;
  /** As `pypy3 --jit` takes it: `off`, or parameters. */
  readonly jit: string | undefined;
}

/** The way to engines of one life: what a module `*-engine.ts` exports. */
export interface EngineMaker {
  /** Why there can be no engine, in one line; null if there can. */
  findObstacle(): string | null;
  startEngine(owner: EngineOwner, limits: EngineLimits): Engine;
}
