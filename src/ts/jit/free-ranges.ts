/** Ranges of a space that are free again, in order; neighbours are one range. */
interface Range {
  start: number;
  end: number;
}

export class FreeRanges {
  private readonly ranges: Range[] = [];

  get largest(): number {
    return this.ranges.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  }

  /** The start of a range of that size, which is free no more; null if there is none. */
  take(size: number): number | null {
    const at = this.ranges.findIndex(({ start, end }) => end - start >= size);
    if (at < 0) return null;
    const range = this.ranges[at];
    const { start } = range;
    range.start += size;
    if (range.start === range.end) this.ranges.splice(at, 1);
    return start;
  }

  give(start: number, size: number): void {
    const end = start + size;
    let at = this.ranges.findIndex((range) => range.start >= end);
    if (at < 0) at = this.ranges.length;
    const before = at > 0 ? this.ranges[at - 1] : undefined;
    const after = at < this.ranges.length ? this.ranges[at] : undefined;
    if (before !== undefined && before.end > start) throw new Error('a range is given back twice');
    const joinsBefore = before?.end === start;
    const joinsAfter = after?.start === end;
    if (joinsBefore && joinsAfter) {
      before.end = after.end;
      this.ranges.splice(at, 1);
    } else if (joinsBefore) before.end = end;
    else if (joinsAfter) after.start = start;
    else this.ranges.splice(at, 0, { start, end });
  }
}
