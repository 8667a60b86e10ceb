/** A table from objects to objects that does not keep its keys alive. */
export class WeakTable {
  private readonly table: WeakMap<object, object> = new WeakMap();

  get(key: object): object | null {
    return this.table.get(key) ?? null;
  }

  set(key: object, value: object): void {
    this.table.set(key, value);
  }
}
