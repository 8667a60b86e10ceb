/**
 * What environment variables tell the collector: PyPy's `PYPY_GC_*`, and `PYPYLOG` (`log.ts`), of which section `gc` is the collector's: a line per collection.
 *
 * With `TSPY_GC_CLOCK=cpu` pauses are measured in CPU time, for busy machines.
 *
 * Sizes are bytes, or end with K, M, G (and B); factors are numbers such as 1.82. What is no size or factor is left out, as PyPy does.
 */
import os from 'node:os';
import { openLog } from './log.js';
import {
  collectionKinds,
  defaultOptions,
  type CollectionEvent,
  type CollectorOptions,
  type VmOptions,
} from './vm.js';

/** The process's own time: what other processes take does not count. */
function cpuTime(): bigint {
  const { user, system } = process.cpuUsage();
  return BigInt(user + system) * 1000n;
}

type Environment = Readonly<Record<string, string | undefined>>;

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Less can't hold an interpreter; what is more can't be seen from JavaScript. */
const LEAST_HEAP = 16 << 20;
const MOST_HEAP = 4 * 2 ** 30 - (64 << 20);
const PAGE = 4096;

/** All that the machine has: only what is touched costs anything. */
function defaultHeap(): number {
  return Math.max(os.totalmem(), defaultOptions.heapSize / 4);
}

/** A size in bytes; undefined if it is none. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?)([KMG]?)B?$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? '').toUpperCase()];
  if (match === null || unit === undefined) return undefined;
  return Math.floor(Number(match[1]) * unit);
}

/** A factor in hundredths; undefined if it is none that makes sense. */
function parseFactor(text: string): number | undefined {
  const factor = Number(text);
  return Number.isFinite(factor) && factor > 1 ? Math.round(factor * 100) : undefined;
}

function read<T>(env: Environment, name: string, parse: (text: string) => T | undefined): T | undefined {
  const text = env[name] ?? '';
  return text === '' ? undefined : parse(text);
}

/** What a VM of the process starts with; `given` goes before the environment. */
export function vmOptions(env: Environment, given: Partial<VmOptions> = {}): VmOptions {
  const limit = read(env, 'PYPY_GC_MAX', parseSize) ?? defaultHeap();
  const heapSize = Math.floor(Math.min(Math.max(limit, LEAST_HEAP), MOST_HEAP) / PAGE) * PAGE;
  const collector: CollectorOptions = {
    nurserySize: read(env, 'PYPY_GC_NURSERY', parseSize),
    majorPercent: read(env, 'PYPY_GC_MAJOR_COLLECT', parseFactor),
    growthPercent: read(env, 'PYPY_GC_GROWTH', parseFactor),
    leastMajorSize: read(env, 'PYPY_GC_MIN', parseSize),
    incrementSize: read(env, 'PYPY_GC_INCREMENT_STEP', parseSize),
    verify: Number(env.PYPY_GC_DEBUG ?? 0) > 0,
    clock: env.TSPY_GC_CLOCK === 'cpu' ? cpuTime : undefined,
    onCollection: collectionLog(env.PYPYLOG ?? ''),
  };
  return { ...defaultOptions, heapSize, ...given, collector: { ...collector, ...given.collector } };
}

/** A line for each collection, if section `gc` is asked for. */
function collectionLog(value: string): ((event: CollectionEvent) => void) | undefined {
  const log = openLog(value);
  if (log === null || !collectionKinds.some((kind) => log.wants(`gc-${kind}`))) return undefined;
  return (event) => {
    if (log.wants(`gc-${event.kind}`)) log.write(logLine(event));
  };
}

function logLine({ kind, time, before, after }: CollectionEvent): string {
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2);
  return `[gc-${kind}] ${(time / 1e6).toFixed(3)} ms, ${megabytes(before)} -> ${megabytes(after)} MB\n`;
}
