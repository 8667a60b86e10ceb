/** The variables of modules. */
import type { int } from '../../rlib/types.js';
import { W_Root } from './root.js';
import { W_Builtin } from './w-builtin.js';
import { W_Float } from './w-float.js';
import { cellType, W_Function } from './w-function.js';
import { W_Int } from './w-int.js';
import { W_Module } from './w-module.js';
import { w_None } from './w-none.js';
import { W_Type } from './w-type.js';

/** A cell that is set again so often is a variable; before that its value may be a constant of traces. */
const MANY_SETTINGS: int = 4;

/** Whether traces have a value as a constant: they keep it alive, so no containers and texts. */
function maySettle(w_value: W_Root): boolean {
  return (
    w_value instanceof W_Function ||
    w_value instanceof W_Type ||
    w_value instanceof W_Builtin ||
    w_value instanceof W_Module ||
    w_value instanceof W_Int ||
    w_value instanceof W_Float ||
    w_value === w_None
  );
}

/** A global variable of a module; no object of Python's. Traces know that it is none that functions share. */
export class W_GlobalCell extends W_Root {
  w_value: W_Root | null = null;
  /** The value as long as it is hardly ever set, the cell itself for none; null: to be read. @quasiImmutable */
  private w_settled: W_Root | null = this;
  private settings: int = 0;

  set(w_value: W_Root | null): void {
    this.w_value = w_value;
    if (this.settings === MANY_SETTINGS) return;
    this.settings++;
    if (this.settings === MANY_SETTINGS) this.w_settled = null;
    else if (w_value === null) this.w_settled = this;
    else this.w_settled = maySettle(w_value) ? w_value : null;
  }

  /** `w_value` as traces know it. */
  traced(): W_Root | null {
    const w_settled = this.w_settled;
    if (w_settled === null) return this.w_value;
    return w_settled === this ? null : w_settled;
  }

  override getType(): W_Type {
    return cellType;
  }
}
