/**
 * What to run, when it comes from outside the machine: one byte string holds the options and the target, each field as its length in decimal
 * digits, a colon, and its bytes.
 */
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { Options, RunTarget } from './options.js';

export class Fields {
  private position: int = 0;

  constructor(private readonly packed: string) {}

  text(): string {
    const colon = this.packed.indexOf(':', this.position);
    const length = digits(this.packed.slice(this.position, colon));
    this.position = colon + 1 + length;
    return this.packed.slice(colon + 1, this.position);
  }

  number(): int {
    return digits(this.text());
  }
}

function digits(text: string): int {
  let value = 0;
  for (let i = 0; i < text.length; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}

/** The options, which come first. */
export function unpackOptions(fields: Fields): Options {
  const options = new Options();
  options.argv = fields.text();
  options.originalArgv = fields.text();
  options.executable = fields.text();
  options.prefix = fields.text();
  options.library = fields.text();
  options.path = fields.text();
  options.warnOptions = fields.text();
  options.xOptions = fields.text();
  options.inspect = fields.number();
  options.interactive = fields.number();
  options.optimize = fields.number();
  options.dontWriteBytecode = fields.number();
  options.noUserSite = fields.number();
  options.noSite = fields.number();
  options.ignoreEnvironment = fields.number();
  options.verbose = fields.number();
  options.bytesWarning = fields.number();
  options.quiet = fields.number();
  options.isolated = fields.number();
  options.devMode = fields.number();
  options.utf8Mode = fields.number();
  options.safePath = fields.number();
  options.unbuffered = fields.number();
  options.skipFirstLine = fields.number() !== 0;
  options.maxStrDigits = fields.number();
  return options;
}

/** The target, which comes last. */
export function unpackTarget(fields: Fields): RunTarget {
  const kind = fields.number();
  return new RunTarget(kind, fields.text());
}

/** The other way round. */
export function pack(options: Options, target: RunTarget): string {
  const out = new StringBuilder();
  const texts = [
    options.argv,
    options.originalArgv,
    options.executable,
    options.prefix,
    options.library,
    options.path,
    options.warnOptions,
    options.xOptions,
  ];
  const numbers = [
    options.inspect,
    options.interactive,
    options.optimize,
    options.dontWriteBytecode,
    options.noUserSite,
    options.noSite,
    options.ignoreEnvironment,
    options.verbose,
    options.bytesWarning,
    options.quiet,
    options.isolated,
    options.devMode,
    options.utf8Mode,
    options.safePath,
    options.unbuffered,
    options.skipFirstLine ? 1 : 0,
    options.maxStrDigits,
    target.kind,
  ];
  for (const text of texts) appendField(out, text);
  for (const number of numbers) appendField(out, `${number}`);
  appendField(out, target.text);
  return out.build();
}

function appendField(out: StringBuilder, text: string): void {
  out.append(`${text.length}:`);
  out.append(text);
}
