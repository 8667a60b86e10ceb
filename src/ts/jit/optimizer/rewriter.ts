/**
 * Matches the rules of `rewrite-rules.ts`. Patterns are parsed when an operation that they start with is first met; rules are kept by
 * that operation, and a match binds names to values in one array that all matches share.
 */
import { TraceConstant, type TraceOpName } from '../trace.js';
import { infoOf, type OperationInfo } from './operations.js';
import { ruleTexts, type RuleText } from './rewrite-rules.js';
import { resolve, type Value } from './value.js';

export type Pattern =
  | { readonly kind: 'operation'; readonly info: OperationInfo; readonly args: readonly Pattern[] }
  | { readonly kind: 'name'; readonly slot: number; readonly isConstant: boolean }
  | { readonly kind: 'constant'; readonly constant: TraceConstant };

export interface Rule {
  readonly text: RuleText;
  readonly args: readonly Pattern[];
  readonly info: OperationInfo;
  readonly replacement: Pattern;
}

export const patternNames = ['x', 'y', 'z', 'c', 'd', 'e'];
const FIRST_CONSTANT = 3;

export function parsePattern(text: string): Pattern {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;

  function parseOperation(): Pattern {
    const info = infoOf(tokens[at++] as TraceOpName);
    const args: Pattern[] = [];
    while (at < tokens.length && tokens[at] !== ')') args.push(parseArgument());
    return { kind: 'operation', info, args };
  }

  function parseArgument(): Pattern {
    const token = tokens[at];
    if (token === '(') {
      at++;
      const operation = parseOperation();
      at++;
      return operation;
    }
    at++;
    const slot = patternNames.indexOf(token);
    if (slot !== -1) return { kind: 'name', slot, isConstant: slot >= FIRST_CONSTANT };
    if (token === 'null') return { kind: 'constant', constant: new TraceConstant('ref', 0) };
    return {
      kind: 'constant',
      constant: new TraceConstant(token.includes('.') ? 'float' : 'int', Number(token)),
    };
  }

  return /^[a-z]\w*_|^copy/.test(tokens[0] ?? '') ? parseOperation() : parseArgument();
}

export function parseRule(text: RuleText): Rule {
  const pattern = parsePattern(text.pattern);
  if (pattern.kind !== 'operation') throw new Error(`'${text.pattern}' starts with no operation`);
  return { text, info: pattern.info, args: pattern.args, replacement: parsePattern(text.replacement) };
}

const textsOf = new Map<string, RuleText[]>();
for (const text of ruleTexts) {
  const [operation = ''] = text.pattern.split(' ', 1);
  const texts = textsOf.get(operation);
  if (texts === undefined) textsOf.set(operation, [text]);
  else texts.push(text);
}
const parsed: (readonly Rule[] | undefined)[] = [];

/** The rules that start with an operation: parsing all takes longer than to optimize a trace. */
function rulesOf({ index, name }: OperationInfo): readonly Rule[] {
  return (parsed[index] ??= (textsOf.get(name) ?? []).map(parseRule));
}

/** What names stand for in the match under way. */
const bound: (Value | null)[] = patternNames.map(() => null);

export type Build = (info: OperationInfo, first: Value, second: Value | null, third: Value | null) => Value;

export class Rewriter {
  constructor(
    private readonly constant: (constant: TraceConstant) => Value,
    private readonly build: Build,
  ) {}

  /** What stands for the operation by the first rule that matches; null if none does. */
  rewrite(info: OperationInfo, first: Value, second: Value | null, third: Value | null): Value | null {
    const candidates = rulesOf(info);
    for (let i = 0; i < candidates.length; i++) {
      const rule = candidates[i];
      const { args } = rule;
      if (!mayMatch(args[0], first) || (second !== null && !mayMatch(args[1], second))) continue;
      bound.fill(null);
      if (!matches(args[0], first)) continue;
      if (second !== null && !matches(args[1], second)) continue;
      if (third !== null && !matches(args[2], third)) continue;
      if (!holds(rule)) continue;
      return this.replace(rule.replacement, [...bound]);
    }
    return null;
  }

  private replace(pattern: Pattern, names: readonly (Value | null)[]): Value {
    switch (pattern.kind) {
      case 'constant':
        return this.constant(pattern.constant);
      case 'name': {
        const value = names[pattern.slot];
        if (value === null) throw new Error('a name of the replacement is not bound');
        return value;
      }
      case 'operation': {
        const values = pattern.args.map((arg) => this.replace(arg, names));
        return this.build(pattern.info, values[0], values[1] ?? null, values[2] ?? null);
      }
    }
  }
}

/** What can be told without binding names: for most rules enough. */
function mayMatch(pattern: Pattern, { constant, definition }: Value): boolean {
  switch (pattern.kind) {
    case 'name':
      return constant !== null || !pattern.isConstant;
    case 'constant':
      return constant !== null;
    case 'operation':
      return definition !== null && definition.info === pattern.info;
  }
}

function matches(pattern: Pattern, given: Value): boolean {
  const value = resolve(given);
  switch (pattern.kind) {
    case 'name': {
      const known = bound[pattern.slot];
      if (known !== null) return known === value;
      if (pattern.isConstant && value.constant === null) return false;
      bound[pattern.slot] = value;
      return true;
    }
    case 'constant': {
      const { constant } = value;
      return (
        constant !== null &&
        constant.cls === pattern.constant.cls &&
        Object.is(constant.value, pattern.constant.value)
      );
    }
    case 'operation': {
      const { definition } = value;
      if (definition === null || definition.info !== pattern.info) return false;
      return (
        matches(pattern.args[0], definition.first) &&
        (definition.second === null || matches(pattern.args[1], definition.second)) &&
        (definition.third === null || matches(pattern.args[2], definition.third))
      );
    }
  }
}

function holds({ text }: Rule): boolean {
  if (text.where === undefined) return true;
  const [c, d] = bound.slice(FIRST_CONSTANT).map((value) => BigInt(value?.constant?.value ?? 0));
  return text.where({ c, d });
}
