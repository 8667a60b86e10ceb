/** Checked builds: promises that are broken end the process with a report, those that are kept change nothing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { writeImage } from '../../src/ts/native/image-file.js';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { defaultTranslation, type TranslationOptions } from '../../src/ts/translator/options.js';
import { MachineProgram, translate, withRuntime } from '../../src/ts/translator/run-machine.js';
import { machineOptions, noMachine, root, sampleModule } from './agreement.js';
import { promises } from './promises.js';

const module = sampleModule('traps');
const translation: TranslationOptions = { ...defaultTranslation, wordBits: 53, isChecked: true };

/** JSON knows neither byte arrays nor floats that are no finite numbers. */
function source(value: unknown): string {
  if (value instanceof Uint8Array) return `Uint8Array.of(${value.join()})`;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

describe('translator: checked builds', () => {
  let folder = '';
  let file = '';
  let program: MachineProgram;

  before(async function () {
    const { addon } = findAddon();
    if (addon === null || noMachine !== null) {
      this.skip();
      return;
    }
    const files = [`${module}.ts`];
    const frontEnd = await FrontEnd.fromProgram(withRuntime({ root, files }, translation));
    const entries = promises.map(({ fn }) => ({ module, name: fn }));
    const image = translate(frontEnd, entries, translation);
    program = new MachineProgram(addon, image, () => undefined, machineOptions);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-checked-'));
    file = path.join(folder, 'image');
    writeImage(file, image);
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true });
    program.dispose();
  });

  function runChild(name: string, args: readonly unknown[]): { status: number | null; stderr: string } {
    const of = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
        const { findAddon } = await import(${of('../../src/ts/native/addon.js')});
        const { readImage } = await import(${of('../../src/ts/native/image-file.js')});
        const { Vm } = await import(${of('../../src/ts/native/vm.js')});
        const vm = new Vm(findAddon().addon, readImage(${JSON.stringify(file)}), () => undefined);
        vm.call('${module}#${name}', [${args.map(source).join()}]);`,
      ],
      { encoding: 'utf8' },
    );
    return { status, stderr };
  }

  for (const { fn, kept, broken, says } of promises) {
    it(`${fn}: ${says}`, () => {
      assert.doesNotThrow(() => program.call(module, fn, ...kept));
      for (const args of broken) {
        const { status, stderr } = runChild(fn, args);
        const [first = ''] = stderr.split('\n');
        // The function itself, or one of the sample that it calls.
        const report = `tspy-native: internal error: ${says} in ${module}#`;
        assert.ok(first.startsWith(report) && first.includes(` (${module}.ts:`), stderr);
        assert.match(stderr, new RegExp(`#${fn} \\(`));
        assert.equal(status, 134);
      }
    });
  }
});
