/** What is chosen when a program is translated. */

import type { Graph } from './flow/graph.js';

/** A collector: its module below src/ts/gc, and what it wants of the code. */
export interface CollectorRow {
  readonly module: string;
  /** Stores of references into objects tell the collector first. */
  readonly hasBarriers: boolean;
}

export const collectors = {
  incminimark: { module: 'src/ts/gc/incminimark', hasBarriers: true },
  semispace: { module: 'src/ts/gc/semispace', hasBarriers: false },
} as const satisfies Record<string, CollectorRow>;

export type CollectorName = keyof typeof collectors;

export interface TranslationOptions {
  /** The one that `src/ts/gc/collector.ts` names, or one that takes the place of its functions. */
  readonly collector: CollectorName;
  /**
   * Bits of a word without its sign. Machine code has 63; with 53, the operations that ask about overflow answer as hosted ones do, so that
   * all lives of a program give the same results.
   */
  readonly wordBits: 53 | 63;
  /** The folder that the program lies in, if it knows it: its image can be used in another one. */
  readonly root?: string;
  /** The code tests what the program promises: null, bounds, classes, assertions (`lowering/checks.ts`). */
  readonly isChecked: boolean;
  /** Looks at each graph after each transform: for tests. */
  readonly afterPass?: (graph: Graph, pass: string) => void;
}

export const defaultTranslation: TranslationOptions = {
  collector: 'incminimark',
  wordBits: 63,
  isChecked: false,
};

export function findCollector(name: string): CollectorName | null {
  return name === 'incminimark' || name === 'semispace' ? name : null;
}

/** Modules whose functions give way to those of the same names in other modules. */
export function replacedModules({ collector }: TranslationOptions): ReadonlyMap<string, string> {
  return new Map([[collectors[defaultTranslation.collector].module, collectors[collector].module]]);
}
