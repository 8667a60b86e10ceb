/** What text and page have in common: a log's traces, cut where the line of the program changes, with the source beside them. */
import fs from 'node:fs';
import type { JitLogText, LoggedOperation, LoggedTrace } from '../../jit/log-reader.js';

/** Operations of one line of the program, or of one merge point where the program tells no lines. */
export interface ReportGroup {
  /** `FUNCTION FILE:LINE`, or the merge point's text. */
  readonly place: string;
  /** The line itself; nothing where the file is not to be read. */
  readonly source: string;
  readonly operations: readonly LoggedOperation[];
}

export interface ReportTrace {
  readonly trace: LoggedTrace;
  readonly guards: number;
  readonly groups: readonly ReportGroup[];
  /** Lines of machine code; none if not asked for. */
  readonly code: readonly string[];
}

export interface Report {
  readonly traces: readonly ReportTrace[];
  readonly aborts: readonly string[];
  readonly summary: string;
}

/** Lines of files, each read once. */
class Sources {
  private readonly files = new Map<string, readonly string[]>();

  line(file: string, line: number): string {
    let lines = this.files.get(file);
    if (lines === undefined) {
      lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
      this.files.set(file, lines);
    }
    return lines[line - 1]?.trim() ?? '';
  }
}

/** A merge point's text up to the line: `f /tmp/x.py:3 #12 LOAD_FAST`. */
function lineOf(location: string): string {
  return /^.*:\d+(?= #)/.exec(location)?.[0] ?? location;
}

export function makeReport(
  log: JitLogText,
  printCode: ((code: NonNullable<LoggedTrace['code']>) => readonly string[]) | null,
): Report {
  const sources = new Sources();
  const traces = log.traces.map((trace): ReportTrace => {
    const groups: (ReportGroup & { readonly operations: LoggedOperation[] })[] = [];
    for (const operation of trace.operations) {
      const place = lineOf(operation.location);
      const last = groups.at(-1);
      if (last?.place === place) last.operations.push(operation);
      else {
        const [, file = '', line = '0'] = /^\S+ (.*):(\d+)$/.exec(place) ?? [];
        groups.push({ place, source: sources.line(file, Number(line)), operations: [operation] });
      }
    }
    return {
      trace,
      guards: trace.operations.filter(({ guard }) => guard >= 0).length,
      groups,
      code: trace.code === null || printCode === null ? [] : printCode(trace.code),
    };
  });
  return { traces, aborts: log.aborts, summary: log.summary };
}

/** What is told of a trace in one line. */
export function headline({ trace, guards }: ReportTrace): string {
  const bytes = trace.code === null ? '' : `, ${trace.code.bytes.length} bytes`;
  const recorded = trace.recorded === 0 ? '' : ` of ${trace.recorded} recorded`;
  const count = trace.operations.filter(({ isHeading }) => !isHeading).length;
  return `${trace.name} from ${trace.start}: ${count} operations${recorded}, ${guards} guards${bytes}`;
}

/** What became of a guard, if it failed. */
export function fate({ failures, bridge }: LoggedOperation): string {
  if (failures === 0 && bridge === '') return '';
  return `failed ${failures} times${bridge === '' ? '' : `, then ${bridge}`}`;
}
