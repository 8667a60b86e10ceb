import type { Parser } from './parser.js';
export function checkArguments(_p: Parser, _more?: unknown): void {}
export function checkAssignment(_p: Parser, _more?: unknown): void {}
export function checkComprehension(_p: Parser, _more?: unknown): void {}
export function checkDelete(_p: Parser, _more?: unknown): void {}
export function checkDictionary(_p: Parser, _more?: unknown): void {}
export function checkDictionaryComprehension(_p: Parser, _more?: unknown): void {}
export function checkExpression(_p: Parser, _more?: unknown): void {}
export function checkForTarget(_p: Parser, _more?: unknown): void {}
export function checkGroup(_p: Parser, _more?: unknown): void {}
export function checkImportTargets(_p: Parser, _more?: unknown): void {}
export function checkKeywordArgument(_p: Parser, _more?: unknown): void {}
export function checkNamedExpression(_p: Parser, _more?: unknown): void {}
