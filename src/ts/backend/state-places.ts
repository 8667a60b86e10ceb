/** What machine code knows of the VM's state block: displacements from the heap base, 8 bytes each. */
export interface StatePlaces {
  readonly free: number;
  readonly limit: number;
  readonly exception: number;
  readonly stackLimit: number;
  readonly codeBase: number;
  readonly hostStack: number;
  readonly vmStack: number;
  readonly stackTop: number;
  readonly entryFrame: number;
  readonly hostCall: number;
  readonly hostStatus: number;
  readonly entryCode: number;
  readonly entryInts: number;
  readonly entryFloats: number;
  readonly entryResult: number;
  readonly entryFloatResult: number;
  readonly cards: number;
}

/** The symbols of the stubs, which each architecture writes by hand. */
export const stubSymbols = {
  /** From C: `uint64_t enter(uint64_t heapBase)`. */
  enter: 'stub#enter',
  /** Calls the host; its argument is the number of a host function, its result a status. */
  hostCall: 'stub#hostCall',
  /** The slow path of an allocation. */
  allocate: 'stub#allocate',
  /** The slow path of the write barrier. */
  writeBarrier: 'stub#writeBarrier',
  /** The same for a store of an item. */
  itemWriteBarrier: 'stub#itemWriteBarrier',
} as const;

/** The frame size in a stack map that marks the entry. */
export const ENTRY_FRAME_WORDS = 0xffff;
