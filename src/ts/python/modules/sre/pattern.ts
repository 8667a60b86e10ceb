/** `re.Pattern`, `re.Match` and the scanner. */
import { type FixedArray, type Int32Items, sealList } from '../../../rlib/array.js';
import { newFixedArray } from '../../../rlib/array.js';
import { bytesToString, joinStrings } from '../../../rlib/bytes.js';
import type { int } from '../../../rlib/types.js';
import { callMethod1, getAttribute } from '../../interp/attributes.js';
import { call1, callArgs } from '../../interp/call.js';
import { equalsTrue } from '../../interp/compare.js';
import { hash32, reprText, toWord } from '../../interp/convert.js';
import { indexError, stopIteration, typeError, typeName } from '../../interp/errors.js';
import { importModule } from '../../interp/import-module.js';
import { newDict } from '../../objects/dict.js';
import { isCallable } from '../../objects/function.js';
import { genericAliasOf } from '../../objects/generic-alias.js';
import { iterSelf } from '../../objects/iterators.js';
import { W_Iterator, W_Root } from '../../objects/root.js';
import { Slot } from '../../objects/slots.js';
import { classmethod, getset, method, typedef } from '../../objects/typedef.js';
import { newBytes, W_BytearrayBase, W_BytesBase } from '../../objects/w-bytes.js';
import type { W_DictBase } from '../../objects/w-dict.js';
import { W_MappingProxy } from '../../objects/mapping-proxy.js';
import { newBool, newInt, W_IntBase } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { w_None, w_NotImplemented } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newPair, newTuple, W_TupleBase } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { getBytes, isBytesLike } from '../../objects/buffer.js';
import { Matcher, Subject } from './matcher.js';

export const patternType: W_Type = newBuiltinType('Pattern', objectType);
export const matchType: W_Type = newBuiltinType('Match', objectType);
export const scannerType: W_Type = newBuiltinType('SRE_Scanner', objectType);
const finditerType: W_Type = newBuiltinType('callable_iterator', objectType);

export class W_Pattern extends W_Root {
  constructor(
    readonly w_pattern: W_Root,
    readonly flags: int,
    readonly code: Int32Items,
    readonly groups: int,
    readonly w_groupindex: W_DictBase,
    readonly w_indexgroup: W_TupleBase,
  ) {
    super();
  }

  override getType(): W_Type {
    return patternType;
  }
}

export class W_Match extends W_Root {
  constructor(
    readonly pattern: W_Pattern,
    readonly w_string: W_Root,
    readonly subject: Subject,
    readonly from: int,
    readonly to: int,
    /** Start and end of the whole match and of each group; -1 where a group took no part. */
    readonly spans: FixedArray<int>,
    readonly lastindex: int,
  ) {
    super();
  }

  override getType(): W_Type {
    return matchType;
  }
}

function subjectOf(pattern: W_Pattern, w_string: W_Root): Subject {
  let subject: Subject;
  if (w_string instanceof W_StrBase) {
    subject = new Subject(w_string.utf8(), w_string.length(), false);
  } else if (w_string instanceof W_BytesBase) {
    subject = new Subject(w_string.value, w_string.value.length, true);
  } else if (w_string instanceof W_BytearrayBase) {
    const text = bytesToString(w_string.data, 0, w_string.length);
    subject = new Subject(text, text.length, true);
  } else if (isBytesLike(w_string)) {
    const text = getBytes(w_string);
    subject = new Subject(text, text.length, true);
  } else {
    throw typeError(`expected string or bytes-like object, got '${typeName(w_string)}'`);
  }
  if (pattern.w_pattern !== w_None) {
    const patternIsBytes = !(pattern.w_pattern instanceof W_StrBase);
    if (patternIsBytes && !subject.isBytes)
      throw typeError('cannot use a bytes pattern on a string-like object');
    if (!patternIsBytes && subject.isBytes)
      throw typeError('cannot use a string pattern on a bytes-like object');
  }
  return subject;
}

function bound(w_bound: W_Root | null, fallback: int, length: int): int {
  if (w_bound === null) return fallback;
  const value = toWord(w_bound);
  return value < 0 ? 0 : value > length ? length : value;
}

function matcherFor(
  pattern: W_Pattern,
  subject: Subject,
  w_pos: W_Root | null,
  w_endpos: W_Root | null,
): Matcher {
  const to = bound(w_endpos, subject.length, subject.length);
  let from = bound(w_pos, 0, subject.length);
  if (from > to) from = to;
  return new Matcher(pattern.code, subject, from, to, pattern.groups);
}

function makeMatch(pattern: W_Pattern, matcher: Matcher, w_string: W_Root): W_Match {
  const spans = newFixedArray<int>(2 * pattern.groups + 2, 0);
  spans[0] = matcher.start;
  spans[1] = matcher.end;
  for (let group = 0; group < pattern.groups; group++) {
    const isSet = 2 * group + 1 <= matcher.lastMark && (matcher.marks[2 * group] as int) >= 0;
    const end = isSet ? (matcher.marks[2 * group + 1] as int) : -1;
    spans[2 * group + 2] = end >= 0 ? (matcher.marks[2 * group] as int) : -1;
    spans[2 * group + 3] = end;
  }
  return new W_Match(pattern, w_string, matcher.subject, matcher.from, matcher.to, spans, matcher.lastIndex);
}

function part(subject: Subject, start: int, end: int): W_Root {
  if (subject.isBytes) return newBytes(subject.text.slice(start, end));
  if (subject.length === subject.text.length) return newStr(subject.text.slice(start, end));
  return newStr(subject.text.slice(subject.offset(start), subject.offset(end)));
}

function patternMatch(
  self: W_Pattern,
  w_string: W_Root,
  w_pos: W_Root | null,
  w_endpos: W_Root | null,
): W_Root {
  const matcher = matcherFor(self, subjectOf(self, w_string), w_pos, w_endpos);
  return matcher.matchAt(matcher.from) ? makeMatch(self, matcher, w_string) : w_None;
}

function patternFullmatch(
  self: W_Pattern,
  w_string: W_Root,
  w_pos: W_Root | null,
  w_endpos: W_Root | null,
): W_Root {
  const matcher = matcherFor(self, subjectOf(self, w_string), w_pos, w_endpos);
  matcher.fullmatch = true;
  return matcher.matchAt(matcher.from) ? makeMatch(self, matcher, w_string) : w_None;
}

function patternSearch(
  self: W_Pattern,
  w_string: W_Root,
  w_pos: W_Root | null,
  w_endpos: W_Root | null,
): W_Root {
  const matcher = matcherFor(self, subjectOf(self, w_string), w_pos, w_endpos);
  return matcher.search(matcher.from) ? makeMatch(self, matcher, w_string) : w_None;
}

/** All matches in turn: after each one, an empty match at its end does not count. */
class MatchWalker {
  private at: int;

  constructor(readonly matcher: Matcher) {
    this.at = matcher.from;
  }

  /** Whether there is a next match; it is then the matcher's. */
  advance(): boolean {
    const matcher = this.matcher;
    if (this.at > matcher.to || !matcher.search(this.at)) return false;
    matcher.mustAdvance = matcher.end === matcher.start;
    this.at = matcher.end;
    return true;
  }
}

function groupOr(subject: Subject, matcher: Matcher, group: int, w_missing: W_Root): W_Root {
  const start = 2 * group + 1 <= matcher.lastMark ? (matcher.marks[2 * group] as int) : -1;
  const end = start >= 0 ? (matcher.marks[2 * group + 1] as int) : -1;
  return end < 0 ? w_missing : part(subject, start, end);
}

function emptyOf(subject: Subject): W_Root {
  return subject.isBytes ? newBytes('') : newStr('');
}

function patternFindall(
  self: W_Pattern,
  w_string: W_Root,
  w_pos: W_Root | null,
  w_endpos: W_Root | null,
): W_Root {
  const subject = subjectOf(self, w_string);
  const walker = new MatchWalker(matcherFor(self, subject, w_pos, w_endpos));
  const matcher = walker.matcher;
  const w_empty = emptyOf(subject);
  const items: W_Root[] = [];
  while (walker.advance()) {
    if (self.groups === 0) {
      items.push(part(subject, matcher.start, matcher.end));
    } else if (self.groups === 1) {
      items.push(groupOr(subject, matcher, 0, w_empty));
    } else {
      const groups: W_Root[] = [];
      for (let group = 0; group < self.groups; group++)
        groups.push(groupOr(subject, matcher, group, w_empty));
      items.push(newTuple(sealList(groups)));
    }
  }
  return newListOwning(items);
}

class W_Finditer extends W_Iterator {
  constructor(
    private readonly pattern: W_Pattern,
    private readonly w_string: W_Root,
    private readonly walker: MatchWalker,
  ) {
    super();
  }

  override getType(): W_Type {
    return finditerType;
  }

  override next(): W_Root | null {
    return this.walker.advance() ? makeMatch(this.pattern, this.walker.matcher, this.w_string) : null;
  }
}

function patternFinditer(
  self: W_Pattern,
  w_string: W_Root,
  w_pos: W_Root | null,
  w_endpos: W_Root | null,
): W_Root {
  const matcher = matcherFor(self, subjectOf(self, w_string), w_pos, w_endpos);
  return new W_Finditer(self, w_string, new MatchWalker(matcher));
}

function patternSplit(self: W_Pattern, w_string: W_Root, w_maxsplit: W_Root | null): W_Root {
  const maxsplit = w_maxsplit === null ? 0 : toWord(w_maxsplit);
  const subject = subjectOf(self, w_string);
  const walker = new MatchWalker(matcherFor(self, subject, null, null));
  const matcher = walker.matcher;
  const items: W_Root[] = [];
  let last = 0;
  let count = 0;
  while ((maxsplit === 0 || count < maxsplit) && walker.advance()) {
    items.push(part(subject, last, matcher.start));
    for (let group = 0; group < self.groups; group++) items.push(groupOr(subject, matcher, group, w_None));
    last = matcher.end;
    count++;
  }
  items.push(part(subject, last, subject.length));
  return newListOwning(items);
}

const n_subx = intern('_subx');
const n_expand = intern('_expand');

/** The text of a replacement, of the subject's kind. */
function replacementText(subject: Subject, w_text: W_Root): string {
  if (!subject.isBytes && w_text instanceof W_StrBase) return w_text.utf8();
  if (subject.isBytes && !(w_text instanceof W_StrBase)) return getBytes(w_text);
  throw typeError(
    `sequence item 0: expected ${subject.isBytes ? 'a bytes-like object' : 'str instance'}, ${typeName(w_text)} found`,
  );
}

/** The result of a substitution and how many replacements it made. */
class Substitution {
  constructor(
    readonly w_result: W_Root,
    readonly count: int,
  ) {}
}

function substitute(self: W_Pattern, w_repl: W_Root, w_string: W_Root, w_count: W_Root | null): Substitution {
  const limit = w_count === null ? 0 : toWord(w_count);
  let w_filter: W_Root = w_repl;
  let literal = false;
  if (!isCallable(w_repl)) {
    const text = w_repl instanceof W_StrBase ? w_repl.utf8() : getBytes(w_repl);
    if (text.indexOf('\\', 0) < 0) {
      literal = true;
    } else {
      w_filter = callArgs(getAttribute(importModule('re'), n_subx), [self, w_repl], null);
      literal = !isCallable(w_filter);
    }
  }
  const subject = subjectOf(self, w_string);
  const walker = new MatchWalker(matcherFor(self, subject, null, null));
  const matcher = walker.matcher;
  const parts: string[] = [];
  let last = 0;
  let count = 0;
  const literalText = literal ? replacementText(subject, w_filter) : '';
  while ((limit === 0 || count < limit) && walker.advance()) {
    const start = matcher.start;
    const end = matcher.end;
    parts.push(subject.slice(last, start));
    if (literal) {
      parts.push(literalText);
    } else {
      const w_text = call1(w_filter, makeMatch(self, matcher, w_string));
      if (w_text !== w_None) parts.push(replacementText(subject, w_text));
    }
    last = end;
    count++;
  }
  if (count === 0) {
    const isExact = w_string instanceof W_StrBase || w_string instanceof W_BytesBase;
    return new Substitution(isExact ? part(subject, 0, subject.length) : newBytes(subject.text), 0);
  }
  parts.push(subject.slice(last, subject.length));
  const text = joinStrings(parts, '');
  return new Substitution(subject.isBytes ? newBytes(text) : newStr(text), count);
}

function patternSub(self: W_Pattern, w_repl: W_Root, w_string: W_Root, w_count: W_Root | null): W_Root {
  return substitute(self, w_repl, w_string, w_count).w_result;
}

function patternSubn(self: W_Pattern, w_repl: W_Root, w_string: W_Root, w_count: W_Root | null): W_Root {
  const result = substitute(self, w_repl, w_string, w_count);
  return newPair(result.w_result, newInt(result.count));
}

function patternDeepcopy(self: W_Pattern, _w_memo: W_Root): W_Root {
  return patternCopy(self);
}

function patternCopy(self: W_Pattern): W_Root {
  return self;
}

function patternEq(self: W_Pattern, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Pattern)) return w_NotImplemented;
  if (self === w_other) return newBool(true);
  let same = self.flags === w_other.flags && self.code.length === w_other.code.length;
  for (let i = 0; same && i < self.code.length; i++) same = self.code[i] === w_other.code[i];
  return newBool(
    same &&
      self.w_pattern instanceof W_StrBase === w_other.w_pattern instanceof W_StrBase &&
      equalsTrue(self.w_pattern, w_other.w_pattern),
  );
}

function patternHash(self: W_Pattern): W_Root {
  return newInt((hash32(self.w_pattern) ^ (self.flags * 31) ^ (self.groups << 8)) | 0);
}

const flagNames: FixedArray<string> = [
  're.TEMPLATE',
  're.IGNORECASE',
  're.LOCALE',
  're.MULTILINE',
  're.DOTALL',
  're.UNICODE',
  're.VERBOSE',
  're.DEBUG',
  're.ASCII',
];

function patternRepr(self: W_Pattern): W_Root {
  let flags = self.flags;
  // Unicode matching goes without saying for a str.
  if (self.w_pattern instanceof W_StrBase && (flags & (4 | 32 | 256)) === 32) flags &= ~32;
  let text = reprText(self.w_pattern);
  // Long patterns are cut.
  if (text.length > 200) text = newStr(text).utf8().slice(0, 200);
  let names = '';
  for (let i = 0; i < flagNames.length; i++) {
    if ((flags & (1 << i)) !== 0) {
      names += (names === '' ? '' : '|') + (flagNames[i] as string);
      flags &= ~(1 << i);
    }
  }
  if (flags !== 0)
    names += `${names === '' ? '' : '|'}${reprText(callMethod1(newInt(flags), intern('__format__'), newStr('#x')))}`;
  return newStr(names === '' ? `re.compile(${text})` : `re.compile(${text}, ${names})`);
}

function patternPattern(self: W_Pattern): W_Root {
  return self.w_pattern;
}

function patternFlags(self: W_Pattern): W_Root {
  return newInt(self.flags);
}

function patternGroups(self: W_Pattern): W_Root {
  return newInt(self.groups);
}

function patternGroupindex(self: W_Pattern): W_Root {
  return new W_MappingProxy(self.w_groupindex);
}

function patternScanner(
  self: W_Pattern,
  w_string: W_Root,
  w_pos: W_Root | null,
  w_endpos: W_Root | null,
): W_Root {
  return new W_Scanner(self, w_string, matcherFor(self, subjectOf(self, w_string), w_pos, w_endpos));
}

export const patternTypedef = typedef(
  patternType,
  W_Pattern,
  { doc: 'Compiled regular expression object.', module: 're', subclassable: false, weakrefable: true },
  [
    method(
      'match',
      '($self, /, string, pos=0, endpos=sys.maxsize)',
      patternMatch,
      'Matches zero or more characters at the beginning of the string.',
    ),
    method(
      'fullmatch',
      '($self, /, string, pos=0, endpos=sys.maxsize)',
      patternFullmatch,
      'Matches against all of the string.',
    ),
    method(
      'search',
      '($self, /, string, pos=0, endpos=sys.maxsize)',
      patternSearch,
      'Scan through string looking for a match, and return a corresponding match object instance.',
    ),
    method(
      'findall',
      '($self, /, string, pos=0, endpos=sys.maxsize)',
      patternFindall,
      'Return a list of all non-overlapping matches of pattern in string.',
    ),
    method(
      'finditer',
      '($self, /, string, pos=0, endpos=sys.maxsize)',
      patternFinditer,
      'Return an iterator over all non-overlapping matches for the RE pattern in string.',
    ),
    method('scanner', '($self, /, string, pos=0, endpos=sys.maxsize)', patternScanner),
    method(
      'split',
      '($self, /, string, maxsplit=0)',
      patternSplit,
      'Split string by the occurrences of pattern.',
    ),
    method(
      'sub',
      '($self, /, repl, string, count=0)',
      patternSub,
      'Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.',
    ),
    method(
      'subn',
      '($self, /, repl, string, count=0)',
      patternSubn,
      'Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.',
    ),
    method('__copy__', '($self, /)', patternCopy),
    method('__deepcopy__', '($self, memo, /)', patternDeepcopy),
    method('__eq__', '($self, value, /)', patternEq),
    method('__hash__', '($self, /)', patternHash),
    method('__repr__', '($self, /)', patternRepr),
    classmethod('__class_getitem__', '($type, object, /)', genericAliasOf, 'See PEP 585'),
    getset(
      'pattern',
      patternPattern,
      null,
      null,
      'The pattern string from which the RE object was compiled.',
    ),
    getset('flags', patternFlags, null, null, 'The regex matching flags.'),
    getset('groups', patternGroups, null, null, 'The number of capturing groups in the pattern.'),
    getset('groupindex', patternGroupindex, null, null, 'A dictionary mapping group names to group numbers.'),
  ],
);

function finditerNext(self: W_Finditer): W_Root {
  const w_match = self.next();
  if (w_match === null) throw stopIteration(null);
  return w_match;
}

export const finditerTypedef = typedef(finditerType, W_Finditer, { subclassable: false }, [
  method('__iter__', '($self, /)', iterSelf),
  method('__next__', '($self, /)', finditerNext),
]);

// ---- scanner

class W_Scanner extends W_Root {
  private at: int;

  constructor(
    readonly pattern: W_Pattern,
    readonly w_string: W_Root,
    readonly matcher: Matcher,
  ) {
    super();
    this.at = matcher.from;
  }

  override getType(): W_Type {
    return scannerType;
  }

  /** Keeps where the next match may begin. */
  private found(matched: boolean): W_Root {
    if (!matched) {
      this.at = this.matcher.to + 1;
      return w_None;
    }
    const w_match = makeMatch(this.pattern, this.matcher, this.w_string);
    this.matcher.mustAdvance = this.matcher.end === this.matcher.start;
    this.at = this.matcher.end;
    return w_match;
  }

  matchNext(): W_Root {
    if (this.at > this.matcher.to) return w_None;
    return this.found(this.matcher.matchAt(this.at));
  }

  searchNext(): W_Root {
    if (this.at > this.matcher.to) return w_None;
    return this.found(this.matcher.search(this.at));
  }
}

function scannerMatch(self: W_Scanner): W_Root {
  return self.matchNext();
}

function scannerSearch(self: W_Scanner): W_Root {
  return self.searchNext();
}

function scannerPattern(self: W_Scanner): W_Root {
  return self.pattern;
}

export const scannerTypedef = typedef(scannerType, W_Scanner, { module: '_sre', subclassable: false }, [
  method('match', '($self, /)', scannerMatch),
  method('search', '($self, /)', scannerSearch),
  getset('pattern', scannerPattern),
]);

// ---- match

/** The number of a group given by number or name; -1 if there is none. */
function findGroup(self: W_Match, w_group: W_Root): int {
  if (w_group instanceof W_IntBase || w_group.getType().findSlot(Slot.INDEX) !== null) {
    const number = toWord(w_group);
    return number >= 0 && number <= self.pattern.groups ? number : -1;
  }
  const w_number = self.pattern.w_groupindex.get(w_group);
  return w_number === null ? -1 : toWord(w_number);
}

function getGroup(self: W_Match, w_group: W_Root): int {
  const group = findGroup(self, w_group);
  if (group < 0) throw indexError('no such group');
  return group;
}

function groupPart(self: W_Match, group: int, w_missing: W_Root): W_Root {
  const start = self.spans[2 * group] as int;
  return start < 0 ? w_missing : part(self.subject, start, self.spans[2 * group + 1] as int);
}

function matchGroup(self: W_Match, w_groups: W_Root): W_Root {
  const items: FixedArray<W_Root> = w_groups instanceof W_TupleBase ? w_groups.items : [];
  if (items.length === 0) return groupPart(self, 0, w_None);
  if (items.length === 1) return groupPart(self, getGroup(self, items[0] as W_Root), w_None);
  const parts: W_Root[] = [];
  for (const w_group of items) parts.push(groupPart(self, getGroup(self, w_group), w_None));
  return newTuple(sealList(parts));
}

function matchGetitem(self: W_Match, w_group: W_Root): W_Root {
  return groupPart(self, getGroup(self, w_group), w_None);
}

function matchGroups(self: W_Match, w_default: W_Root | null): W_Root {
  const w_missing = w_default === null ? w_None : w_default;
  const parts: W_Root[] = [];
  for (let group = 1; group <= self.pattern.groups; group++) parts.push(groupPart(self, group, w_missing));
  return newTuple(sealList(parts));
}

function matchGroupdict(self: W_Match, w_default: W_Root | null): W_Root {
  const w_missing = w_default === null ? w_None : w_default;
  const w_dict = newDict();
  const storage = self.pattern.w_groupindex.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    w_dict.set(storage.keyAt(at), groupPart(self, toWord(storage.valueAt(at)), w_missing));
  }
  return w_dict;
}

function groupArgument(self: W_Match, w_group: W_Root | null): int {
  return w_group === null ? 0 : getGroup(self, w_group);
}

function matchStart(self: W_Match, w_group: W_Root | null): W_Root {
  return newInt(self.spans[2 * groupArgument(self, w_group)] as int);
}

function matchEnd(self: W_Match, w_group: W_Root | null): W_Root {
  return newInt(self.spans[2 * groupArgument(self, w_group) + 1] as int);
}

function matchSpan(self: W_Match, w_group: W_Root | null): W_Root {
  const group = groupArgument(self, w_group);
  return newPair(newInt(self.spans[2 * group] as int), newInt(self.spans[2 * group + 1] as int));
}

function matchExpand(self: W_Match, w_template: W_Root): W_Root {
  return callArgs(getAttribute(importModule('re'), n_expand), [self.pattern, self, w_template], null);
}

function matchPos(self: W_Match): W_Root {
  return newInt(self.from);
}

function matchEndpos(self: W_Match): W_Root {
  return newInt(self.to);
}

function matchLastindex(self: W_Match): W_Root {
  return self.lastindex < 0 ? w_None : newInt(self.lastindex);
}

function matchLastgroup(self: W_Match): W_Root {
  const names = self.pattern.w_indexgroup.items;
  return self.lastindex >= 0 && self.lastindex < names.length ? (names[self.lastindex] as W_Root) : w_None;
}

function matchString(self: W_Match): W_Root {
  return self.w_string;
}

function matchRe(self: W_Match): W_Root {
  return self.pattern;
}

function matchRegs(self: W_Match): W_Root {
  const items: W_Root[] = [];
  for (let group = 0; group <= self.pattern.groups; group++) {
    items.push(newPair(newInt(self.spans[2 * group] as int), newInt(self.spans[2 * group + 1] as int)));
  }
  return newTuple(sealList(items));
}

function matchRepr(self: W_Match): W_Root {
  return newStr(
    `<re.Match object; span=(${self.spans[0] as int}, ${self.spans[1] as int}), match=${reprText(groupPart(self, 0, w_None))}>`,
  );
}

function matchDeepcopy(self: W_Match, _w_memo: W_Root): W_Root {
  return matchCopy(self);
}

function matchCopy(self: W_Match): W_Root {
  return self;
}

export const matchTypedef = typedef(
  matchType,
  W_Match,
  {
    doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
    module: 're',
    subclassable: false,
  },
  [
    method(
      'group',
      '($self, /, *groups)',
      matchGroup,
      'group([group1, ...]) -> str or tuple.\nReturn subgroup(s) of the match by indices or names.\nFor 0 returns the entire match.',
    ),
    method('__getitem__', '($self, key, /)', matchGetitem),
    method(
      'groups',
      '($self, /, default=None)',
      matchGroups,
      'Return a tuple containing all the subgroups of the match, from 1.',
    ),
    method(
      'groupdict',
      '($self, /, default=None)',
      matchGroupdict,
      'Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.',
    ),
    method(
      'start',
      '($self, group=0, /)',
      matchStart,
      'Return index of the start of the substring matched by group.',
    ),
    method(
      'end',
      '($self, group=0, /)',
      matchEnd,
      'Return index of the end of the substring matched by group.',
    ),
    method(
      'span',
      '($self, group=0, /)',
      matchSpan,
      'For match object m, return the 2-tuple (m.start(group), m.end(group)).',
    ),
    method(
      'expand',
      '($self, /, template)',
      matchExpand,
      'Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.',
    ),
    method('__repr__', '($self, /)', matchRepr),
    method('__copy__', '($self, /)', matchCopy),
    method('__deepcopy__', '($self, memo, /)', matchDeepcopy),
    classmethod('__class_getitem__', '($type, object, /)', genericAliasOf, 'See PEP 585'),
    getset('pos', matchPos),
    getset('endpos', matchEndpos),
    getset('lastindex', matchLastindex),
    getset('lastgroup', matchLastgroup),
    getset('string', matchString),
    getset('re', matchRe),
    getset('regs', matchRegs),
  ],
);
