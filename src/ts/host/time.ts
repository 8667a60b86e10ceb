/** Clocks and the calendar for hosted mode. */
import { provide } from '../rlib/external.js';

provide('time.time', () => Date.now() / 1000 + (performance.now() % 1) / 1000);
provide('time.nanoseconds', (which: number) => {
  // Seconds and nanoseconds of a clock, the seconds times 2^30 would not fit: callers ask for both halves.
  const now = process.hrtime.bigint();
  return which === 0 ? Number(now / 1_000_000_000n) : Number(now % 1_000_000_000n);
});
provide('time.cpu', () => {
  const usage = process.cpuUsage();
  return (usage.user + usage.system) / 1e6;
});
provide('time.localOffset', (seconds: number) => -new Date(seconds * 1000).getTimezoneOffset() * 60);
provide('time.zoneName', (seconds: number) => {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(
    new Date(seconds * 1000),
  );
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
});
