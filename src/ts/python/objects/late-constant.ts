/** Values that are known once the builtin types are whole, and never change after that: traces take them for constants. */
import type { W_Root } from './root.js';

export class LateConstant {
  readonly w_value: W_Root | null = null;
}

/** @loadTime */
export function settle(constant: LateConstant, w_value: W_Root | null): void {
  // Written once, before any Python code runs.
  (constant as { w_value: W_Root | null }).w_value = w_value;
}
