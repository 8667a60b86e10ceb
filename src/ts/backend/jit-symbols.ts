/** The symbols of functions that exist for the meta-interpreter only: what the JIT's marks are called in jitcode. */
export const jitIntrinsics = {
  /** The value, as a constant of the trace. */
  promote: 'jit#promote',
  isConstant: 'jit#isConstant',
  /** The driver's number, greens, reds, and what else the portal has as parameters. */
  mergePoint: 'jit#mergePoint',
  followOnce: 'jit#followOnce',
  /** The driver's number: a back edge; 0. */
  canEnter: 'jit#canEnter',
} as const;
