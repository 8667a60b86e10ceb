/**
 * `tspy-native jitlog FILE [--html OUT] [--code]`: shows a log that `PYPYLOG=jit:FILE` has made, as text or as one HTML page: loops and bridges with their
 * operations, the lines of the program beside them, and counts. With `--code` the machine code, too, as assembly language where capstone is installed.
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { loadX86Disassembler } from '../../../native/asm-x86_64/disassemble.js';
import { readJitLog, type LoggedTrace } from '../../jit/log-reader.js';
import { htmlReport } from './html.js';
import { makeReport } from './report.js';
import { textReport } from './text.js';

const USAGE = 'usage: tspy-native jitlog FILE [--html OUT] [--code]\n';

async function codePrinter(): Promise<(code: NonNullable<LoggedTrace['code']>) => readonly string[]> {
  const disassembler = await loadX86Disassembler();
  return ({ address, bytes }) => {
    if (disassembler === null) return [Buffer.from(bytes).toString('hex')];
    return disassembler
      .disassemble(bytes, address)
      .map((one) => `${one.address.toString(16)}  ${one.mnemonic} ${one.operands}`.trimEnd());
  };
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { html: { type: 'string' }, code: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    fs.writeSync(2, USAGE);
    return 2;
  }
  const log = readJitLog(fs.readFileSync(file, 'utf8'));
  const report = makeReport(log, values.code ? await codePrinter() : null);
  if (values.html === undefined) fs.writeSync(1, textReport(report));
  else fs.writeFileSync(values.html, htmlReport(report));
  return 0;
}

try {
  process.exitCode = await run(process.argv.slice(3));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  fs.writeSync(2, `tspy-native jitlog: ${error.message}\n`);
  process.exitCode = 1;
}
