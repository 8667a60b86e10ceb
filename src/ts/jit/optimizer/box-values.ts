/** What the boxes of a trace stand for in one pass over it. */
import type { Box, TraceValue } from '../trace.js';
import { resolve, type Value, type Values } from './value.js';

export class BoxValues {
  /** By the boxes' ids. */
  private readonly byId: (Value | undefined)[];

  constructor(
    private readonly values: Values,
    boxCount: number,
  ) {
    this.byId = new Array<Value | undefined>(boxCount).fill(undefined);
  }

  set(box: Box, value: Value): void {
    this.byId[box.id] = value;
  }

  valueOf(value: TraceValue): Value {
    if (value.isConstant) return this.values.constant(value);
    const known = this.byId[value.id];
    if (known === undefined) throw new Error(`box ${value.id} is not defined`);
    return resolve(known);
  }

  /** Of a box that may be none of the trace's. */
  find(box: Box): Value | null {
    return this.byId[box.id] ?? null;
  }
}
