import type { Parser } from './parser.js';
export function checkDefault(_p: Parser, _more?: unknown): void {}
export function checkParameters(_p: Parser, _more?: unknown): void {}
export function checkStarParameter(_p: Parser, _more?: unknown): void {}
export function checkVarKeyword(_p: Parser, _more?: unknown): void {}
