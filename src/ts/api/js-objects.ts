/**
 * JavaScript objects that Python holds, by number. They stay here until Python has forgotten them, which it is asked when there have come to be
 * twice as many as it left the last time.
 */

/** Python collects first if need be, which takes some 10 ms: not for few. */
const FIRST_SWEEP = 5000;

export class JsObjects {
  private readonly objects: (object | undefined)[] = [];
  private readonly numbers = new Map<object, number>();
  private readonly unused: number[] = [];
  private sweepAt = FIRST_SWEEP;

  /** How many there are. */
  get count(): number {
    return this.numbers.size;
  }

  get wantsSweep(): boolean {
    return this.numbers.size >= this.sweepAt;
  }

  /** The number of an object; always the same one while Python holds it. */
  numberOf(object: object): number {
    let number = this.numbers.get(object);
    if (number === undefined) {
      number = this.unused.pop() ?? this.objects.length;
      this.objects[number] = object;
      this.numbers.set(object, number);
    }
    return number;
  }

  get(number: number): object {
    const object = this.objects[number];
    if (object === undefined) throw new Error(`Python refers to a JavaScript object ${number} that is gone`);
    return object;
  }

  /** Lets go of those that Python has forgotten. */
  forget(numbers: readonly number[]): void {
    for (const number of numbers) {
      const object = this.objects[number];
      if (object === undefined) continue;
      this.numbers.delete(object);
      this.objects[number] = undefined;
      this.unused.push(number);
    }
    this.sweepAt = Math.max(FIRST_SWEEP, 2 * this.numbers.size);
  }
}
