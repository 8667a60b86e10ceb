/** `npm run soak -- [--minutes N]`: the soak test for so long. */
import { parseArgs } from 'node:util';
import { MOST_GROWTH, soak } from './soak.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const { status, early, late, end, stderr } = await soak(Number(values.minutes) * 60);
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
console.log(`in use at most: ${megabytes(early.used)} in the first fifth, ${megabytes(late.used)} after`);
console.log(
  `memory at most: ${megabytes(early.committed)} in the first fifth, ${megabytes(late.committed)} after`,
);
console.log(end + stderr);
const isSteady =
  late.used < MOST_GROWTH * early.used && late.committed < MOST_GROWTH * early.committed && status === 0;
console.log(isSteady ? 'steady' : 'NOT steady');
process.exitCode = isSteady ? 0 : 1;
