/** Signals for hosted mode: Node's listeners run only between turns, so they matter to programs that wait for the event loop. */
import os from 'node:os';
import { provide } from '../rlib/external.js';

const arrived: number[] = [];
const names = new Map(Object.entries(os.constants.signals).map(([name, number]) => [number, name]));
const listeners = new Map<number, () => void>();

provide('signal.watch', (signal: number, watch: boolean) => {
  const name = names.get(signal);
  const known = listeners.get(signal);
  if (name === undefined) return;
  if (known !== undefined) process.off(name, known);
  listeners.delete(signal);
  if (!watch) return;
  const listener = (): void => {
    arrived.push(signal);
  };
  listeners.set(signal, listener);
  process.on(name, listener);
});
provide('signal.next', () => arrived.shift() ?? 0);
