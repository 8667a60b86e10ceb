/** `gc.get_stats()`: memory and pauses at one moment. */
import { sealList } from '../../../rlib/array.js';
import { memoryNumber, MemoryNumber, PAUSE_CLASSES } from '../../../rlib/collector.js';
import { intToFloat, truncDiv, truncMod } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import type { W_Root } from '../../objects/root.js';
import { getset, method, typedef } from '../../objects/typedef.js';
import { newFloat } from '../../objects/w-float.js';
import { newInt } from '../../objects/w-int.js';
import { newStr } from '../../objects/w-str.js';
import { newTuple } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';

const statsType: W_Type = newBuiltinType('GcStats', objectType);

class W_GcStats extends W_Mapped {
  readonly used: int = memoryNumber(MemoryNumber.USED);
  readonly limit: int = memoryNumber(MemoryNumber.LIMIT);
  readonly peak: int = memoryNumber(MemoryNumber.PEAK);
  readonly committed: int = memoryNumber(MemoryNumber.COMMITTED);
  readonly nursery: int = memoryNumber(MemoryNumber.NURSERY);
  readonly minor: int = memoryNumber(MemoryNumber.MINOR_COLLECTIONS);
  readonly major: int = memoryNumber(MemoryNumber.MAJOR_COLLECTIONS);
  readonly time: int = memoryNumber(MemoryNumber.PAUSE_TOTAL);
  readonly longest: int = memoryNumber(MemoryNumber.PAUSE_LONGEST);
  readonly pauses: int[] = [];

  constructor(w_type: W_Type) {
    super(w_type);
    for (let i = 0; i < PAUSE_CLASSES; i++) this.pauses.push(memoryNumber(MemoryNumber.PAUSES + i));
  }
}

export function getStats(_w_pressure: W_Root | null): W_Root {
  return new W_GcStats(statsType);
}

/** In units of 1024 * 1024 bytes, with one digit after the point. */
function megabytes(bytes: int): string {
  const tenths = truncDiv(bytes * 10 + 524288, 1048576);
  return `${truncDiv(tenths, 10)}.${truncMod(tenths, 10)}MB`;
}

function milliseconds(nanoseconds: int): string {
  const hundredths = truncDiv(nanoseconds + 5000, 10000);
  const rest = truncMod(hundredths, 100);
  return `${truncDiv(hundredths, 100)}.${rest < 10 ? '0' : ''}${rest}ms`;
}

/** The lower end of a class of pauses, in nanoseconds. */
function pauseStart(index: int): int {
  let limit = index === 0 ? 0 : 62500;
  for (let i = 1; i < index; i++) limit *= 2;
  return limit;
}

function statsRepr(self: W_GcStats): W_Root {
  let text = `Total memory consumed:
    GC used:            ${megabytes(self.used)} (peak: ${megabytes(self.peak)})
    GC allocated:       ${megabytes(self.committed)}
    nursery size:       ${megabytes(self.nursery)}
    limit:              ${megabytes(self.limit)}

Collections:            ${self.minor} minor, ${self.major} major
Total time spent in GC: ${milliseconds(self.time)} (longest pause: ${milliseconds(self.longest)})
`;
  for (let i = 0; i < self.pauses.length; i++) {
    const count = self.pauses[i] as int;
    if (count > 0) text += `    from ${milliseconds(pauseStart(i))}: ${count}\n`;
  }
  return newStr(text);
}

/** Pairs of a length in seconds and the number of pauses from that length on, up to the next one. */
function statsPauses(self: W_GcStats): W_Root {
  const pairs: W_Root[] = [];
  for (let i = 0; i < self.pauses.length; i++) {
    const start = newFloat(intToFloat(pauseStart(i)) / 1e9);
    pairs.push(newTuple([start, newInt(self.pauses[i] as int)]));
  }
  return newTuple(sealList(pairs));
}

function statsUsed(self: W_GcStats): W_Root {
  return newInt(self.used);
}

function statsPeak(self: W_GcStats): W_Root {
  return newInt(self.peak);
}

function statsCommitted(self: W_GcStats): W_Root {
  return newInt(self.committed);
}

function statsNursery(self: W_GcStats): W_Root {
  return newInt(self.nursery);
}

function statsLimit(self: W_GcStats): W_Root {
  return newInt(self.limit);
}

function statsMinor(self: W_GcStats): W_Root {
  return newInt(self.minor);
}

function statsMajor(self: W_GcStats): W_Root {
  return newInt(self.major);
}

/** In milliseconds, as PyPy has it. */
function statsTime(self: W_GcStats): W_Root {
  return newInt(truncDiv(self.time, 1000000));
}

function statsLongest(self: W_GcStats): W_Root {
  return newFloat(intToFloat(self.longest) / 1e9);
}

export const statsTypedef = typedef(statsType, W_GcStats, { module: 'gc', subclassable: false }, [
  method('__repr__', '($self, /)', statsRepr),
  getset('total_gc_memory', statsUsed),
  getset('peak_memory', statsPeak),
  getset('total_allocated_memory', statsCommitted),
  getset('nursery_size', statsNursery),
  getset('memory_limit', statsLimit),
  getset('minor_collections', statsMinor),
  getset('major_collections', statsMajor),
  getset('total_gc_time', statsTime),
  getset('longest_pause', statsLongest),
  getset('pauses', statsPauses),
]);
