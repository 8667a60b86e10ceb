/**
 * What the JIT compiler does, in the sections of PYPYLOG that PyPy has for it:
 *
 *     jit-tracing           a line for each trace under way: where it starts, how long it took
 *     jit-log-noopt         traces as they were recorded
 *     jit-log-opt-loop      optimized traces (`-bridge`: of bridges), their guards numbered
 *     jit-backend-lir       compiled traces as low-level IR
 *     jit-backend-dump      machine code, in hexadecimal
 *     jit-abort             traces that came to nothing, and why
 *     jit-backend-counts    at the end: how often guards failed
 *     jit-summary           at the end: all counts
 *
 * `tspy-native jitlog` (`cli/jitlog.ts`) reads it.
 */
import { printFunction } from '../backend/print.js';
import type { Log } from '../native/log.js';
import { countRows, type CompiledTrace, type JitCounts, type JitHooks, type TraceStart } from './events.js';
import { printOptimized, printTrace, type TraceNotes } from './trace-text.js';
import type { MergePointPart } from './trace.js';

type Locate = (part: MergePointPart) => string;

function startText(start: TraceStart, locate: Locate): string {
  return start.kind === 'guard' ? `guard ${start.number}` : locate(start);
}

export function logHooks(log: Log, locate: Locate): JitHooks {
  const notes: TraceNotes = { locate };
  return {
    onTracing: (start, operations, milliseconds) => {
      log.writeSection(
        'jit-tracing',
        () => `${startText(start, locate)}: ${operations} operations, ${milliseconds.toFixed(3)} ms`,
      );
    },
    onTrace: ({ start, name, recorded, optimized, firstGuard }: CompiledTrace) => {
      const kind = start.kind === 'guard' ? 'bridge' : 'loop';
      const head = `# ${name}: from ${startText(start, locate)}\n`;
      log.writeSection('jit-log-noopt', () => head + printTrace(recorded, notes));
      log.writeSection(`jit-log-opt-${kind}`, () => {
        return head + printOptimized(optimized, 'plain', { locate, firstGuard });
      });
    },
    onCode: (lir, address, code) => {
      log.writeSection('jit-backend-lir', () => `# ${lir.symbol}\n${printFunction(lir)}`);
      log.writeSection('jit-backend-dump', () => {
        const bytes = Buffer.from(code).toString('hex').toUpperCase();
        return `# ${lir.symbol}\nBACKEND x86_64\nCODE_DUMP @${address.toString(16)} +0 ${bytes}`;
      });
    },
    onAbort: (reason, start) => {
      log.writeSection('jit-abort', () => `${startText(start, locate)}: ${reason}`);
    },
  };
}

export function logEnd(log: Log, counts: JitCounts, guardFailures: ReadonlyMap<number, number>): void {
  log.writeSection('jit-backend-counts', () => {
    return [...guardFailures].map(([guard, failures]) => `guard ${guard}:${failures}\n`).join('');
  });
  log.writeSection('jit-summary', () => summaryText(counts));
}

export function summaryText(counts: JitCounts): string {
  const lines = Array.from(countRows(counts), ([name, value]) => {
    return `${name}:`.padEnd(40) + String(Number.isInteger(value) ? value : value.toFixed(3));
  });
  return `${lines.join('\n')}\n`;
}
