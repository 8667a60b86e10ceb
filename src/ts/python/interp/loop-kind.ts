/**
 * The loops over iterators that are traced, beside the interpreter's own. The JIT finds compiled loops by their greens alone, so the kind is one of them:
 * negative, as no position in bytecode is.
 */
export const enum LoopKind {
  SUM = -1,
  ANY = -2,
  ALL = -3,
  MIN = -4,
  MAX = -5,
  REDUCE = -6,
  REST = -7,
  APPEND = -8,
}
