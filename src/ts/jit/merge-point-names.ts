/**
 * Where merge points are, in the words of the interpreted program: a driver's `location` is a function of the image that gets the greens. It is called as any
 * machine code, so no trace may be under way.
 */
import { Place } from '../rlib/heap-layout.js';
import { State } from '../rlib/raw.js';
import type { JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import { printGreens } from './trace-text.js';
import type { MergePointPart } from './trace.js';

export class MergePointNames {
  private readonly known = new Map<string, string>();

  constructor(
    private readonly library: JitLibrary,
    private readonly machine: Machine,
  ) {}

  locate(part: MergePointPart): string {
    const greens = printGreens(part);
    const key = `${part.driver} ${greens}`;
    let text = this.known.get(key);
    if (text === undefined) {
      text = this.ask(part) ?? greens;
      this.known.set(key, text);
    }
    return text;
  }

  private ask({ driver, greens }: MergePointPart): string | null {
    const { location } = this.library.header.portals[driver];
    if (location < 0) return null;
    const { heap } = this.machine;
    const reference = Number(this.machine.call(this.library.at(location).offset, greens, 'ref'));
    if (heap.u32(State.EXCEPTION) !== 0) {
      heap.setWord(State.EXCEPTION, 0);
      return null;
    }
    const start = reference * 8;
    return heap.text(start + Place.ITEMS, heap.u32(start + Place.LENGTH));
  }
}
