/** Breaches of the rules, collected so that one run reports many. */
import type { FunctionModel } from '../flow/model.js';
import type { Position } from '../flow/graph.js';
import type { RuleName } from './rules.js';

export interface Diagnostic {
  readonly position: Position;
  /** `internal`: the front end made a graph that its verifier rejects. */
  readonly rule: RuleName | 'internal';
  readonly message: string;
  /** The function being built, for the path that reaches it. */
  readonly fn: FunctionModel | null;
}

export class Diagnostics {
  readonly list: Diagnostic[] = [];
  private readonly seen = new Set<string>();

  report(diagnostic: Diagnostic): void {
    const { position, rule } = diagnostic;
    const key = `${position.file}:${position.line}:${position.column}:${rule}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.list.push(diagnostic);
  }
}
