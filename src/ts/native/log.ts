/**
 * The log that PYPYLOG asks for: `FILE` (all sections) or `SECTIONS:FILE`, where FILE is `-` for descriptor 2, and SECTIONS are beginnings of sections' names,
 * separated by commas. `gc` alone is short for `gc:-`. A `+` before it, with which PyPy buffers, changes nothing here.
 *
 * What several lines tell stands between marks, as PyPy writes them; the number is a time in nanoseconds:
 *
 *     [5f3a81c02] {jit-log-opt-loop
 *     ...
 *     [5f3a81d77] jit-log-opt-loop}
 */
import fs from 'node:fs';

export class Log {
  constructor(
    private readonly sections: readonly string[],
    private readonly descriptor: number,
  ) {}

  wants(section: string): boolean {
    return this.sections.some((start) => section.startsWith(start));
  }

  write(text: string): void {
    fs.writeSync(this.descriptor, text);
  }

  /** Writes a section if it is wanted; only then is its text made. */
  writeSection(section: string, text: () => string): void {
    if (!this.wants(section)) return;
    const body = text();
    this.write(
      `[${timestamp()}] {${section}\n${body.endsWith('\n') ? body : `${body}\n`}[${timestamp()}] ${section}}\n`,
    );
  }
}

function timestamp(): string {
  return process.hrtime.bigint().toString(16);
}

/** null where nothing is asked for. */
export function openLog(value: string): Log | null {
  if (value === '') return null;
  const text = value === 'gc' ? 'gc:-' : value.replace(/^\+/, '');
  const colon = text.indexOf(':');
  const sections = colon < 0 ? [''] : text.slice(0, colon).split(',');
  const file = text.slice(colon + 1);
  return new Log(sections, file === '-' ? 2 : fs.openSync(file, 'a'));
}
