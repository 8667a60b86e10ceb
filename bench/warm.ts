/**
 * The time of a program's work after warm-up: `warm.py` calls its main() again and again in one process.
 *
 * The best of the measured rounds counts, as of whole processes: other load on the machine only ever makes a round longer. What a program's
 * garbage costs is hardly hidden by that, since collectors do most of their work in small steps in every round.
 */
import path from 'node:path';
import { measure, type Interpreter, type Measurement } from './measure.js';
import type { Options } from './options.js';

const driver = path.resolve(import.meta.dirname, '../../bench/warm.py');

interface WarmRounds {
  readonly measured: readonly number[];
  readonly output: string;
}

function parseRounds(text: string): WarmRounds {
  return JSON.parse(text) as WarmRounds; // as warm.py prints it
}

/** `seconds` is the best measured round, `stdout` what a round prints; peak memory is that of the whole process. */
export async function measureWarm(
  interpreter: Interpreter,
  program: string,
  { warmUpSeconds, rounds, limitSeconds }: Options,
): Promise<Measurement> {
  const args = [driver, program, String(warmUpSeconds), String(rounds)];
  const process = await measure(interpreter, args, limitSeconds);
  if (process.error !== null) return process;
  const { measured, output } = parseRounds(process.stdout);
  return { ...process, seconds: Math.min(...measured), stdout: output };
}
