/** Module `time`. */
import { StringBuilder } from '../../rlib/bytes.js';
import { bigAdd, bigFromInt, bigMul } from '../../rlib/bigint.js';
import { external } from '../../rlib/external.js';
import { floatToInt, floorDiv, floorMod, intToFloat } from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';
import { callArgs } from '../interp/call.js';
import { getAttribute } from '../interp/attributes.js';
import { indexWord, toFloat, toWord } from '../interp/convert.js';
import { overflowError, typeError, valueError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { newLong } from '../objects/int-ops.js';
import { newNamespace } from '../objects/namespace.js';
import { setInstanceAttribute } from '../objects/instance-dict.js';
import type { W_Root } from '../objects/root.js';
import { newStructSequence, structSequenceType, W_StructSequence } from '../objects/struct-sequence.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { newFloat } from '../objects/w-float.js';
import { newBool, newInt, W_IntBase } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple, W_TupleBase } from '../objects/w-tuple.js';
import { runPending } from '../interp/pending.js';
import { context } from '../interp/context.js';
import { state } from '../interp/sys-state.js';
import { W_Module } from '../objects/w-module.js';
import { dayNames, monthNames } from './calendar-names.js';

const hostTime = external<() => float>('time.time');
/** 0: seconds, 1: nanoseconds of the monotonic clock; ask for the seconds twice to be sure of the pair. */
const hostNanoseconds = external<(which: int) => int>('time.nanoseconds');
const hostCpu = external<() => float>('time.cpu');
const hostSleep = external<(seconds: float) => void>('time.sleep');
/** Seconds east of UTC at a time. */
const hostLocalOffset = external<(seconds: float) => int>('time.localOffset');
const hostZoneName = external<(seconds: float) => string>('time.zoneName');

const structTimeType = structSequenceType(
  'time.struct_time',
  [
    'tm_year',
    'tm_mon',
    'tm_mday',
    'tm_hour',
    'tm_min',
    'tm_sec',
    'tm_wday',
    'tm_yday',
    'tm_isdst',
    'tm_zone',
    'tm_gmtoff',
  ],
  9,
);

function nanos(seconds: float): W_Root {
  const whole = Math.floor(seconds);
  const rest = floatToInt((seconds - whole) * 1e9);
  return newLong(bigAdd(bigMul(bigFromInt(floatToInt(whole)), bigFromInt(1000000000)), bigFromInt(rest)));
}

function time(): W_Root {
  return newFloat(hostTime());
}

function timeNs(): W_Root {
  return nanos(hostTime());
}

/** The monotonic clock in seconds. */
function monotonicSeconds(): float {
  let seconds = hostNanoseconds(0);
  let rest = hostNanoseconds(1);
  if (hostNanoseconds(0) !== seconds) {
    seconds = hostNanoseconds(0);
    rest = hostNanoseconds(1);
  }
  return intToFloat(seconds) + intToFloat(rest) * 1e-9;
}

function monotonic(): W_Root {
  return newFloat(monotonicSeconds());
}

function monotonicNs(): W_Root {
  return nanos(monotonicSeconds());
}

function processTime(): W_Root {
  return newFloat(hostCpu());
}

function processTimeNs(): W_Root {
  return nanos(hostCpu());
}

function sleep(w_seconds: W_Root): W_Root {
  const seconds = toFloat(w_seconds);
  if (seconds !== seconds) throw valueError('Invalid value NaN (not a number)');
  if (seconds < 0) throw valueError('sleep length must be non-negative');
  const end = monotonicSeconds() + seconds;
  for (let rest = seconds; rest > 0; rest = end - monotonicSeconds()) {
    if (context.ticker[0] !== 0) runPending();
    hostSleep(rest);
  }
  if (context.ticker[0] !== 0) runPending();
  return w_None;
}

// ---- the calendar: days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible date algorithms")

/** Days from the epoch of a date; months 1..12. */
function daysOf(year: int, month: int, day: int): int {
  const y = month <= 2 ? year - 1 : year;
  const era = floorDiv(y, 400);
  const yearOfEra = y - era * 400;
  const monthFromMarch = floorMod(month + 9, 12);
  const dayOfYear = floorDiv(153 * monthFromMarch + 2, 5) + day - 1;
  return (
    era * 146097 + yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100) + dayOfYear - 719468
  );
}

/** A point in time taken apart. */
class Calendar {
  year: int = 0;
  month: int = 0;
  day: int = 0;
  hour: int = 0;
  minute: int = 0;
  second: int = 0;
  weekday: int = 0;
  yearday: int = 0;
  isdst: int = -1;
  zone: string = '';
  offset: int = 0;
}

/** The calendar of seconds since the epoch, shifted by an offset. */
function calendarOf(seconds: int, offset: int): Calendar {
  const local = seconds + offset;
  const days = floorDiv(local, 86400);
  const rest = local - days * 86400;
  const shifted = days + 719468;
  const era = floorDiv(shifted, 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = floorDiv(
    dayOfEra - floorDiv(dayOfEra, 1460) + floorDiv(dayOfEra, 36524) - floorDiv(dayOfEra, 146096),
    365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100));
  const monthFromMarch = floorDiv(5 * dayOfYear + 2, 153);
  const result = new Calendar();
  result.day = dayOfYear - floorDiv(153 * monthFromMarch + 2, 5) + 1;
  result.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  result.year = yearOfEra + era * 400 + (result.month <= 2 ? 1 : 0);
  result.hour = floorDiv(rest, 3600);
  result.minute = floorDiv(floorMod(rest, 3600), 60);
  result.second = floorMod(rest, 60);
  result.weekday = floorMod(days + 3, 7);
  result.yearday = days - daysOf(result.year, 1, 1) + 1;
  result.offset = offset;
  return result;
}

function structTime(c: Calendar): W_Root {
  return newStructSequence(structTimeType, [
    newInt(c.year),
    newInt(c.month),
    newInt(c.day),
    newInt(c.hour),
    newInt(c.minute),
    newInt(c.second),
    newInt(c.weekday),
    newInt(c.yearday),
    newInt(c.isdst),
    newStr(c.zone),
    newInt(c.offset),
  ]);
}

function secondsArgument(w_seconds: W_Root | null): int {
  if (w_seconds === null || w_seconds === w_None) return floatToInt(Math.floor(hostTime()));
  if (w_seconds instanceof W_IntBase) {
    const seconds = indexWord(w_seconds, OverflowErrorType);
    if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS)
      throw overflowError('timestamp out of range for platform time_t');
    return seconds;
  }
  const seconds = Math.floor(toFloat(w_seconds));
  if (seconds !== seconds) throw valueError('Invalid value NaN (not a number)');
  if (seconds > 67767976233532799.0 || seconds < -67768040609740800.0) {
    throw overflowError('timestamp out of range for platform time_t');
  }
  return floatToInt(seconds);
}

/** Years must fit 32 bits. */
const MAX_SECONDS: int = 67767976233532;

function gmtime(w_seconds: W_Root | null): W_Root {
  const c = calendarOf(secondsArgument(w_seconds), 0);
  c.isdst = 0;
  c.zone = 'UTC';
  return structTime(c);
}

/** The standard offset of a year: that of winter, whichever half of the year that is. */
function standardOffset(seconds: int): int {
  const c = calendarOf(seconds, 0);
  const january = hostLocalOffset(intToFloat(daysOf(c.year, 1, 1) * 86400));
  const july = hostLocalOffset(intToFloat(daysOf(c.year, 7, 1) * 86400));
  return january < july ? january : july;
}

function localCalendar(seconds: int): Calendar {
  const offset = hostLocalOffset(intToFloat(seconds));
  const c = calendarOf(seconds, offset);
  c.isdst = offset > standardOffset(seconds) ? 1 : 0;
  c.zone = hostZoneName(intToFloat(seconds));
  return c;
}

function localtime(w_seconds: W_Root | null): W_Root {
  return structTime(localCalendar(secondsArgument(w_seconds)));
}

/** The fields of a struct_time or 9-tuple. */
function calendarArgument(w_tuple: W_Root, name: string): Calendar {
  if (!(w_tuple instanceof W_TupleBase)) throw typeError('Tuple or struct_time argument required');
  if (w_tuple.items.length !== 9) throw typeError(`${name}(): illegal time tuple argument`);
  const items = w_tuple.items;
  const c = new Calendar();
  c.year = toWord(items[0] as W_Root);
  c.month = toWord(items[1] as W_Root);
  c.day = toWord(items[2] as W_Root);
  c.hour = toWord(items[3] as W_Root);
  c.minute = toWord(items[4] as W_Root);
  c.second = toWord(items[5] as W_Root);
  c.weekday = floorMod(toWord(items[6] as W_Root), 7);
  c.yearday = toWord(items[7] as W_Root);
  c.isdst = toWord(items[8] as W_Root);
  if (w_tuple instanceof W_StructSequence && w_tuple.all.length > 10) {
    const w_zone = w_tuple.all[9] as W_Root;
    const w_offset = w_tuple.all[10] as W_Root;
    if (w_zone instanceof W_StrBase) c.zone = w_zone.utf8();
    if (w_offset instanceof W_IntBase) c.offset = w_offset.toWord();
  }
  return c;
}

/** Zero stands for the smallest value of some fields; the rest must be in range. */
function checkCalendar(c: Calendar): void {
  if (c.month === 0) c.month = 1;
  if (c.day === 0) c.day = 1;
  if (c.yearday === 0) c.yearday = 1;
  if (c.month < 1 || c.month > 12) throw valueError('month out of range');
  if (c.day < 1 || c.day > 31) throw valueError('day of month out of range');
  if (c.hour < 0 || c.hour > 23) throw valueError('hour out of range');
  if (c.minute < 0 || c.minute > 59) throw valueError('minute out of range');
  if (c.second < 0 || c.second > 61) throw valueError('seconds out of range');
  if (c.yearday < 1 || c.yearday > 366) throw valueError('day of year out of range');
}

function mktime(w_tuple: W_Root): W_Root {
  const c = calendarArgument(w_tuple, 'mktime');
  const monthIndex = c.month - 1;
  const year = c.year + floorDiv(monthIndex, 12);
  const days = daysOf(year, floorMod(monthIndex, 12) + 1, 1) + c.day - 1;
  const naive = days * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
  let seconds = naive - hostLocalOffset(intToFloat(naive));
  seconds = naive - hostLocalOffset(intToFloat(seconds));
  return newFloat(intToFloat(seconds));
}

function padded(number: int, width: int, fill: string): string {
  let text = `${number}`;
  while (text.length < width) text = fill + text;
  return text;
}

function shortName(names: string[], index: int): string {
  return (names[index] as string).slice(0, 3);
}

function asctimeOf(c: Calendar): string {
  return `${shortName(dayNames, c.weekday)} ${shortName(monthNames, c.month - 1)} ${padded(c.day, 2, ' ')} ${clock(c)} ${c.year}`;
}

function clock(c: Calendar): string {
  return `${padded(c.hour, 2, '0')}:${padded(c.minute, 2, '0')}:${padded(c.second, 2, '0')}`;
}

function now(): Calendar {
  return localCalendar(floatToInt(Math.floor(hostTime())));
}

function asctime(w_tuple: W_Root | null): W_Root {
  if (w_tuple === null) return newStr(asctimeOf(now()));
  const c = calendarArgument(w_tuple, 'asctime');
  checkCalendar(c);
  return newStr(asctimeOf(c));
}

function ctime(w_seconds: W_Root | null): W_Root {
  return newStr(asctimeOf(localCalendar(secondsArgument(w_seconds))));
}

/** ISO 8601 week: the week with the year's first Thursday is week 1. */
class IsoWeek {
  constructor(
    readonly year: int,
    readonly week: int,
  ) {}
}

function isoWeek(c: Calendar): IsoWeek {
  const week = floorDiv(c.yearday - 1 - c.weekday + 10, 7);
  if (week < 1) return new IsoWeek(c.year - 1, weeksIn(c.year - 1));
  if (week > weeksIn(c.year)) return new IsoWeek(c.year + 1, 1);
  return new IsoWeek(c.year, week);
}

function weeksIn(year: int): int {
  const december31 = floorMod(daysOf(year, 12, 31) + 3, 7);
  const january1 = floorMod(daysOf(year, 1, 1) + 3, 7);
  return december31 === 3 || january1 === 3 ? 53 : 52;
}

function offsetText(offset: int): string {
  const minutes = floorDiv(offset < 0 ? -offset : offset, 60);
  return `${offset < 0 ? '-' : '+'}${padded(floorDiv(minutes, 60), 2, '0')}${padded(floorMod(minutes, 60), 2, '0')}`;
}

function directive(c: Calendar, letter: string): string {
  switch (letter.charCodeAt(0)) {
    case 0x61: // a
      return shortName(dayNames, c.weekday);
    case 0x41: // A
      return dayNames[c.weekday] as string;
    case 0x62: // b
    case 0x68: // h
      return shortName(monthNames, c.month - 1);
    case 0x42: // B
      return monthNames[c.month - 1] as string;
    case 0x63: // c
      return asctimeOf(c);
    case 0x43: // C
      return padded(floorDiv(c.year, 100), 2, '0');
    case 0x64: // d
      return padded(c.day, 2, '0');
    case 0x44: // D
    case 0x78: // x
      return `${padded(c.month, 2, '0')}/${padded(c.day, 2, '0')}/${padded(floorMod(c.year, 100), 2, '0')}`;
    case 0x65: // e
      return padded(c.day, 2, ' ');
    case 0x46: // F
      return `${c.year}-${padded(c.month, 2, '0')}-${padded(c.day, 2, '0')}`;
    case 0x67: // g
      return padded(floorMod(isoWeek(c).year, 100), 2, '0');
    case 0x47: // G
      return `${isoWeek(c).year}`;
    case 0x48: // H
      return padded(c.hour, 2, '0');
    case 0x49: // I
      return padded(floorMod(c.hour + 11, 12) + 1, 2, '0');
    case 0x6a: // j
      return padded(c.yearday, 3, '0');
    case 0x6d: // m
      return padded(c.month, 2, '0');
    case 0x4d: // M
      return padded(c.minute, 2, '0');
    case 0x6e: // n
      return '\n';
    case 0x70: // p
      return c.hour < 12 ? 'AM' : 'PM';
    case 0x72: // r
      return `${directive(c, 'I')}:${directive(c, 'M')}:${directive(c, 'S')} ${directive(c, 'p')}`;
    case 0x52: // R
      return `${directive(c, 'H')}:${directive(c, 'M')}`;
    case 0x73: // s
      return `${daysOf(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second - c.offset}`;
    case 0x53: // S
      return padded(c.second, 2, '0');
    case 0x74: // t
      return '\t';
    case 0x54: // T
    case 0x58: // X
      return clock(c);
    case 0x75: // u
      return `${c.weekday + 1}`;
    case 0x55: // U
      return padded(floorDiv(c.yearday - 1 + 7 - floorMod(c.weekday + 1, 7), 7), 2, '0');
    case 0x56: // V
      return padded(isoWeek(c).week, 2, '0');
    case 0x77: // w
      return `${floorMod(c.weekday + 1, 7)}`;
    case 0x57: // W
      return padded(floorDiv(c.yearday - 1 + 7 - c.weekday, 7), 2, '0');
    case 0x79: // y
      return padded(floorMod(c.year, 100), 2, '0');
    case 0x59: // Y
      return `${c.year}`;
    case 0x7a: // z
      return c.zone === '' && c.isdst < 0 ? '' : offsetText(c.offset);
    case 0x5a: // Z
      return c.zone;
    case 0x25: // %
      return '%';
    default:
      return `%${letter}`;
  }
}

function strftime(w_format: W_Root, w_tuple: W_Root | null): W_Root {
  if (!(w_format instanceof W_StrBase))
    throw typeError(`strftime() argument 1 must be str, not ${w_format.getType().name}`);
  let c: Calendar;
  if (w_tuple === null) {
    c = now();
  } else {
    c = calendarArgument(w_tuple, 'strftime');
    checkCalendar(c);
  }
  const format = w_format.utf8();
  const result = new StringBuilder();
  let start = 0;
  for (;;) {
    const at = format.indexOf('%', start);
    if (at < 0 || at + 1 >= format.length) break;
    result.appendRange(format, start, at);
    result.append(directive(c, format.slice(at + 1, at + 2)));
    start = at + 2;
  }
  result.appendRange(format, start, format.length);
  return newStr(result.build());
}

const n_strptime_time = intern('_strptime_time');

function strptime(w_text: W_Root, w_format: W_Root | null): W_Root {
  const w_function = getAttribute(importModule('_strptime'), n_strptime_time);
  return callArgs(w_function, [w_text, w_format === null ? newStr('%a %b %d %H:%M:%S %Y') : w_format], null);
}

function getClockInfo(w_name: W_Root): W_Root {
  const name = w_name instanceof W_StrBase ? w_name.utf8() : '';
  const known = name === 'time' || name === 'monotonic' || name === 'perf_counter' || name === 'process_time';
  if (!known) throw valueError('unknown clock');
  const w_info = newNamespace();
  setInstanceAttribute(w_info, intern('implementation'), newStr('clock_gettime()'));
  setInstanceAttribute(w_info, intern('monotonic'), newBool(name !== 'time'));
  setInstanceAttribute(w_info, intern('adjustable'), newBool(name === 'time'));
  setInstanceAttribute(w_info, intern('resolution'), newFloat(1e-9));
  return w_info;
}

/** Reads the zone of the machine. */
function refreshTime(): void {
  const w_module = state().w_builtinModules.getStr(newStr('time'));
  if (!(w_module instanceof W_Module)) return;
  const c = calendarOf(floatToInt(Math.floor(hostTime())), 0);
  const january = daysOf(c.year, 1, 1) * 86400;
  const july = daysOf(c.year, 7, 1) * 86400;
  const winter = hostLocalOffset(intToFloat(january)) <= hostLocalOffset(intToFloat(july)) ? january : july;
  const summer = winter === january ? july : january;
  const standard = hostLocalOffset(intToFloat(winter));
  const daylight = hostLocalOffset(intToFloat(summer));
  const w_dict = w_module.w_dict;
  w_dict.setStr(intern('timezone'), newInt(-standard));
  w_dict.setStr(intern('altzone'), newInt(-daylight));
  w_dict.setStr(intern('daylight'), newInt(standard === daylight ? 0 : 1));
  w_dict.setStr(
    intern('tzname'),
    newTuple([newStr(hostZoneName(intToFloat(winter))), newStr(hostZoneName(intToFloat(summer)))]),
  );
}

function tzset(): W_Root {
  refreshTime();
  return w_None;
}

export const timeModule = moduledef(
  'time',
  'This module provides various functions to manipulate time values.',
  [
    func('time', '($module, /)', time, 'Return the current time in seconds since the Epoch.'),
    func('time_ns', '($module, /)', timeNs, 'Return the current time in nanoseconds since the Epoch.'),
    func('monotonic', '($module, /)', monotonic, 'Monotonic clock, cannot go backward.'),
    func('monotonic_ns', '($module, /)', monotonicNs, 'Monotonic clock, cannot go backward, as nanoseconds.'),
    func('perf_counter', '($module, /)', monotonic, 'Performance counter for benchmarking.'),
    func(
      'perf_counter_ns',
      '($module, /)',
      monotonicNs,
      'Performance counter for benchmarking as nanoseconds.',
    ),
    func(
      'process_time',
      '($module, /)',
      processTime,
      'Process time for profiling: sum of the kernel and user-space CPU time.',
    ),
    func('process_time_ns', '($module, /)', processTimeNs, 'Process time for profiling as nanoseconds.'),
    func(
      'thread_time',
      '($module, /)',
      processTime,
      'Thread time for profiling: sum of the kernel and user-space CPU time.',
    ),
    func('thread_time_ns', '($module, /)', processTimeNs, 'Thread time for profiling as nanoseconds.'),
    func('sleep', '($module, seconds, /)', sleep, 'Delay execution for a given number of seconds.'),
    func(
      'gmtime',
      '($module, seconds=None, /)',
      gmtime,
      'Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT).',
    ),
    func(
      'localtime',
      '($module, seconds=None, /)',
      localtime,
      'Convert seconds since the Epoch to a time tuple expressing local time.',
    ),
    func(
      'mktime',
      '($module, tuple, /)',
      mktime,
      'Convert a time tuple in local time to seconds since the Epoch.',
    ),
    func(
      'asctime',
      '($module, tuple=None, /)',
      asctime,
      "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.",
    ),
    func(
      'ctime',
      '($module, seconds=None, /)',
      ctime,
      'Convert a time in seconds since the Epoch to a string in local time.',
    ),
    func(
      'strftime',
      '($module, format, tuple=None, /)',
      strftime,
      'Convert a time tuple to a string according to a format specification.',
    ),
    func(
      'strptime',
      '($module, string, format=None, /)',
      strptime,
      'Parse a string to a time tuple according to a format specification.',
    ),
    func('get_clock_info', '($module, name, /)', getClockInfo, 'Get information of the specified clock.'),
    func('tzset', '($module, /)', tzset, 'Initialize, or reinitialize, the local timezone.'),
    value('struct_time', () => structTimeType),
    value('_STRUCT_TM_ITEMS', () => newInt(11)),
    value('CLOCK_REALTIME', () => newInt(0)),
    value('CLOCK_MONOTONIC', () => newInt(1)),
  ],
  [],
  null,
  refreshTime,
);
