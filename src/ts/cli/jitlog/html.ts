/** A JIT log's report as one page that needs no other files. */
import { fate, headline, type Report, type ReportTrace } from './report.js';

const STYLE = `
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #222; background: #fff; }
pre, code { font: 13px/1.4 ui-monospace, monospace; }
summary { cursor: pointer; padding: .3rem 0; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
td { vertical-align: top; padding: .15rem .6rem; border-top: 1px solid #ddd; }
td:first-child { width: 32%; color: #444; }
.place { color: #888; font-size: 12px; }
.guard { color: #8a5a00; }
.failed { color: #b00020; font-weight: 600; }
.heading { color: #00609a; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #1b1b1b; } td { border-color: #333; } td:first-child { color: #bbb; }
  .guard { color: #e0b050; } .failed { color: #ff7b7b; } .heading { color: #6cb8f0; }
}`;

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** The anchor of a trace by its name. */
function anchor(name: string): string {
  return name.replace(/\W/g, '-');
}

function traceHtml(report: ReportTrace): string {
  const rows = report.groups.map(({ place, source, operations }) => {
    const lines = operations.map((operation) => {
      const { text, isHeading, guard, bridge } = operation;
      const told = fate(operation);
      const kind = guard >= 0 ? 'guard' : isHeading ? 'heading' : '';
      const link = bridge === '' ? escape(told) : `<a href="#${anchor(bridge)}">${escape(told)}</a>`;
      const note = told === '' ? '' : ` <span class="failed">${link}</span>`;
      return `<span class="${kind}">${escape(text)}</span>${note}`;
    });
    const left = `<code>${escape(source)}</code><div class="place">${escape(place)}</div>`;
    return `<tr><td>${left}</td><td><pre>${lines.join('\n')}</pre></td></tr>`;
  });
  const code =
    report.code.length === 0
      ? ''
      : `<details><summary>machine code</summary><pre>${escape(report.code.join('\n'))}</pre></details>`;
  return `<details id="${anchor(report.trace.name)}"${report.trace.kind === 'loop' ? ' open' : ''}><summary>${escape(headline(report))}</summary>
<table>${rows.join('\n')}</table>${code}</details>`;
}

export function htmlReport({ traces, aborts, summary }: Report): string {
  const given =
    aborts.length === 0
      ? ''
      : `<h2>Given up</h2><ul>${aborts.map((one) => `<li>${escape(one)}</li>`).join('')}</ul>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>JIT log</title><style>${STYLE}</style></head><body>
<h1>JIT log</h1>
<pre>${escape(summary)}</pre>
<h2>Traces</h2>
${traces.map(traceHtml).join('\n')}
${given}
</body></html>
`;
}
