/** Reads the log that `log.ts` writes: the traces, their operations with places in the interpreted program, and what is known of each guard. */

export interface LoggedOperation {
  readonly text: string;
  readonly op: string;
  /** It is the head of a part: `preamble`, `loop`. */
  readonly isHeading: boolean;
  /** The merge point before it. */
  readonly location: string;
  /** Of a guard: its number; -1 of others. */
  readonly guard: number;
  readonly failures: number;
  /** Of a guard: the name of its bridge, or nothing. */
  readonly bridge: string;
}

export interface LoggedTrace {
  readonly name: string;
  readonly kind: 'loop' | 'bridge';
  /** A place in the program; of a bridge `guard N`. */
  readonly start: string;
  /** How many operations were recorded; 0 where the log does not tell. */
  readonly recorded: number;
  /** Merge points are not among them. */
  readonly operations: readonly LoggedOperation[];
  /** Machine code, where the log tells it. */
  readonly code: { readonly address: number; readonly bytes: Uint8Array } | null;
}

export interface JitLogText {
  readonly traces: readonly LoggedTrace[];
  /** `START: REASON`. */
  readonly aborts: readonly string[];
  readonly summary: string;
}

interface Section {
  readonly name: string;
  readonly lines: readonly string[];
}

function* sectionsOf(text: string): Iterable<Section> {
  let name = '';
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const [, opened] = /^\[[0-9a-f]+\] \{([\w-]+)$/.exec(line) ?? [];
    if (opened !== undefined) {
      name = opened;
      lines = [];
    } else if (name !== '' && line.endsWith(`] ${name}}`)) {
      yield { name, lines };
      name = '';
    } else if (name !== '') lines.push(line);
  }
}

/** `# NAME: from START`, or `# NAME`. */
function headOf(lines: readonly string[]): { readonly name: string; readonly start: string } {
  const [, name = '', start = ''] = /^# (.*?)(?:: from (.*))?$/.exec(lines[0] ?? '') ?? [];
  return { name, start };
}

export function readJitLog(text: string): JitLogText {
  const sections = [...sectionsOf(text)];
  const named = (start: string): Section[] => sections.filter(({ name }) => name.startsWith(start));
  const recorded = new Map(
    named('jit-log-noopt').map(({ lines }) => [headOf(lines).name, countOperations(lines)]),
  );
  const codes = new Map(named('jit-backend-dump').map(({ lines }) => [headOf(lines).name, readCode(lines)]));
  const failures = new Map<number, number>();
  for (const { lines } of named('jit-backend-counts')) {
    for (const line of lines) {
      const [, guard, count] = /^guard (\d+):(\d+)$/.exec(line) ?? [];
      if (guard !== undefined) failures.set(Number(guard), Number(count));
    }
  }
  const bridges = new Map(
    named('jit-log-opt').map(({ lines }) => {
      const { name, start } = headOf(lines);
      return [start, name];
    }),
  );
  const traces = named('jit-log-opt').map(({ name: section, lines }): LoggedTrace => {
    const { name, start } = headOf(lines);
    return {
      name,
      kind: section.endsWith('bridge') ? 'bridge' : 'loop',
      start,
      recorded: recorded.get(name) ?? 0,
      operations: readOperations(lines.slice(1), failures, bridges),
      code: codes.get(name) ?? null,
    };
  });
  return {
    traces,
    aborts: named('jit-abort').flatMap(({ lines }) => lines),
    summary: named('jit-summary')
      .map(({ lines }) => `${lines.join('\n')}\n`)
      .join(''),
  };
}

/** Without the heading, the inputs, merge points and the end. */
function countOperations(lines: readonly string[]): number {
  return lines.filter((line) => !/^(#|\[|debug_merge_point|jump|enter|return|raise)/.test(line)).length;
}

function readCode(lines: readonly string[]): LoggedTrace['code'] {
  const [, address = '0', bytes = ''] =
    lines
      .map((line) => /^CODE_DUMP @([0-9a-f]+) \+0 ([0-9A-F]*)$/.exec(line))
      .find((match) => match !== null) ?? [];
  return { address: parseInt(address, 16), bytes: Buffer.from(bytes, 'hex') };
}

const headings: ReadonlySet<string> = new Set(['preamble', 'loop']);

function readOperations(
  lines: readonly string[],
  failures: ReadonlyMap<number, number>,
  bridges: ReadonlyMap<string, string>,
): LoggedOperation[] {
  let location = '';
  const operations: LoggedOperation[] = [];
  for (const line of lines) {
    const text = line.trim();
    const [, place] = /^debug_merge_point '(.*)'$/.exec(text) ?? [];
    if (place !== undefined) {
      location = place;
      continue;
    }
    const op = /^(?:\w+ = )?(\w+)/.exec(text)?.[1] ?? '';
    const isHeading = headings.has(op);
    if (isHeading) location = '';
    const guard = Number(/<guard (\d+)>/.exec(text)?.[1] ?? -1);
    operations.push({
      text,
      op,
      isHeading,
      location,
      guard,
      failures: failures.get(guard) ?? 0,
      bridge: bridges.get(`guard ${guard}`) ?? '',
    });
  }
  return operations;
}
