/**
 * The storage of a module's namespace: every name has a cell of its own, which code that uses the name remembers
 * (`GlobalCache`). A cell stays when its name is deleted, empty, so that it can be found again.
 */
import type { int } from '../../rlib/types.js';
import { ObjectStorage } from './dict-storages.js';
import { hash32 } from '../interp/convert.js';
import { ObjectTable } from './object-table.js';
import type { W_Root } from './root.js';
import { StrTable } from './str-table.js';
import { DictStorage, W_Dict } from './w-dict.js';
import type { W_DictBase } from './w-dict.js';
import { W_GlobalCell } from './w-global-cell.js';
import { W_Str } from './w-str.js';
import { W_StrBase } from './w-str-base.js';

export class ModuleStorage extends DictStorage {
  private table: StrTable = new StrTable();
  private count: int = 0;

  override length(): int {
    return this.count;
  }

  private findCell(key: W_StrBase): W_GlobalCell | null {
    const w_cell = this.table.get(key);
    return w_cell instanceof W_GlobalCell ? w_cell : null;
  }

  /** The cell of a name, empty if the name is not there. */
  ensureCell(key: W_StrBase): W_GlobalCell {
    let cell = this.findCell(key);
    if (cell === null) {
      cell = new W_GlobalCell();
      this.table.set(key, cell);
    }
    return cell;
  }

  override get(w_key: W_Root): W_Root | null {
    if (w_key instanceof W_Str) return this.getStr(w_key);
    hash32(w_key);
    return this.toObjects().get(w_key);
  }

  override getStr(key: W_StrBase): W_Root | null {
    const cell = this.findCell(key);
    return cell === null ? null : cell.w_value;
  }

  override set(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): void {
    if (w_key instanceof W_Str) {
      this.setStr(w_dict, w_key, w_value);
    } else {
      const general = this.toObjects();
      this.empty();
      w_dict.storage = general;
      general.set(w_dict, w_key, w_value);
    }
  }

  override setStr(w_dict: W_DictBase, key: W_StrBase, w_value: W_Root): void {
    if (!(key instanceof W_Str)) {
      this.set(w_dict, key, w_value);
      return;
    }
    let cell = this.findCell(key);
    if (cell !== null && cell.w_value === null && !this.isLast(key)) {
      // A deleted name that comes back takes its place at the end.
      this.table.remove(key);
      this.table.set(key, cell);
    } else if (cell === null) {
      cell = this.ensureCell(key);
    }
    if (cell.w_value === null) this.count++;
    cell.set(w_value);
  }

  private isLast(key: W_StrBase): boolean {
    const keys = this.table.keys;
    return keys.length > 0 && keys[keys.length - 1] === key;
  }

  override remove(_w_dict: W_DictBase, w_key: W_Root): W_Root | null {
    if (!(w_key instanceof W_StrBase)) return this.get(w_key);
    const cell = this.findCell(w_key);
    if (cell === null || cell.w_value === null) return null;
    const w_value = cell.w_value;
    cell.set(null);
    this.count--;
    return w_value;
  }

  /** Empties all cells: code that remembers them then looks again. */
  private empty(): void {
    for (const w_cell of this.table.values) if (w_cell instanceof W_GlobalCell) w_cell.set(null);
    this.count = 0;
  }

  override clear(_w_dict: W_DictBase): void {
    this.empty();
  }

  private isLive(position: int): boolean {
    const w_cell = this.table.values[position] as W_Root | null;
    return w_cell instanceof W_GlobalCell && w_cell.w_value !== null;
  }

  override next(position: int): int {
    for (let i = position; i < this.table.keys.length; i++) if (this.isLive(i)) return i;
    return -1;
  }

  override last(): int {
    for (let i = this.table.keys.length - 1; i >= 0; i--) if (this.isLive(i)) return i;
    return -1;
  }

  override keyAt(position: int): W_Root {
    return this.table.keys[position] as W_StrBase;
  }

  override valueAt(position: int): W_Root {
    const w_cell = this.table.values[position] as W_Root;
    return w_cell instanceof W_GlobalCell && w_cell.w_value !== null ? w_cell.w_value : w_cell;
  }

  override copy(): DictStorage {
    return this.toObjects();
  }

  private toObjects(): ObjectStorage {
    const table = new ObjectTable();
    for (let at = this.next(0); at >= 0; at = this.next(at + 1)) {
      const w_key = this.keyAt(at);
      table.insert(w_key, hash32(w_key), this.valueAt(at));
    }
    return new ObjectStorage(table);
  }
}

/** A dictionary to be a module's namespace. */
export function newModuleDict(): W_Dict {
  return new W_Dict(new ModuleStorage());
}
