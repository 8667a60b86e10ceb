/** A JIT log's report as text. */
import { fate, headline, type Report } from './report.js';

export function textReport({ traces, aborts, summary }: Report): string {
  const lines: string[] = [];
  for (const report of traces) {
    lines.push(headline(report), '');
    for (const { place, source, operations } of report.groups) {
      if (place !== '') lines.push(`  ${place}${source === '' ? '' : `    ${source}`}`);
      for (const operation of operations) {
        const told = fate(operation);
        lines.push(`    ${operation.text}${told === '' ? '' : `    # ${told}`}`);
      }
    }
    lines.push('', ...report.code.map((line) => `    ${line}`), ...(report.code.length > 0 ? [''] : []));
  }
  if (aborts.length > 0) lines.push('given up:', ...aborts.map((one) => `  ${one}`), '');
  return `${lines.join('\n')}\n${summary}`;
}
