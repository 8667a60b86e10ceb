/** A table from objects to objects that does not keep its keys alive. */
export class WeakTable {
  private readonly table: WeakMap<object, object> = new WeakMap();

  get<T>(key: object): T | null {
    // The caller knows what it put in.
    return (this.table.get(key) as T | undefined) ?? null;
  }

  set(key: object, value: object): void {
    this.table.set(key, value);
  }
}
