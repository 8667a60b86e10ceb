/** What only machine code has: limits of stack and heap, words of 63 bits, several VMs, broken promises that end the process. */
import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findAddon, type Addon } from '../../src/ts/native/addon.js';
import { writeImage } from '../../src/ts/native/image-file.js';
import type { Image } from '../../src/ts/native/image.js';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { defaultTranslation, type TranslationOptions } from '../../src/ts/translator/options.js';
import {
  MachineException,
  MachineProgram,
  translate,
  withRuntime,
} from '../../src/ts/translator/run-machine.js';
import { machineOptions, noMachine, root, sampleModule } from './agreement.js';

/** Heaps as small as here are beneath the default collector, whose pages and reserve need some megabytes; `test/gc` has its limits. */
const translation: TranslationOptions = { ...defaultTranslation, collector: 'semispace' };

const module = sampleModule('machine');
const traps = sampleModule('traps');
const small = { heapSize: 1 << 20, stackSize: 1 << 20, stressInterval: 0 };
const options = {
  'as it is': small,
  'under stress': { heapSize: 1 << 15, stackSize: 300 << 10, stressInterval: 1 },
};

const machineFunctions = [
  'endlessRecursion',
  'unwinding',
  'uncaughtRecursion',
  'endlessAllocation',
  'uncaughtAllocation',
  'garbage',
  'wideWords',
  'pingPong',
  'resetCounter',
  'farEcho',
];
const entries = [
  ...machineFunctions.map((name) => ({ module, name })),
  ...['fieldOfNull', 'methodOfNull', 'reached', 'deepNull', 'nestedNull', 'copyToNull'].map((name) => ({
    module: traps,
    name,
  })),
];

describe('machine code', () => {
  let addon: Addon;
  let image: Image;
  const programs: MachineProgram[] = [];

  before(async function () {
    const search = findAddon();
    if (search.addon === null || noMachine !== null) {
      this.skip();
      return;
    }
    addon = search.addon;
    const files = [`${module}.ts`, `${traps}.ts`];
    image = translate(
      await FrontEnd.fromProgram(withRuntime({ root, files }, translation)),
      entries,
      translation,
    );
  });

  afterEach(() => {
    for (const program of programs.splice(0)) program.dispose();
  });

  function start(
    vmOptions = machineOptions,
    hostFunctions: Readonly<Record<string, (x: never) => unknown>> = {},
  ): MachineProgram {
    const program = new MachineProgram(addon, image, (name) => hostFunctions[name], vmOptions);
    programs.push(program);
    return program;
  }

  for (const [how, vmOptions] of Object.entries(options)) {
    describe(`limits, ${how}`, () => {
      it('a full stack raises StackOverflow, and the program goes on', () => {
        const roomy = { ...vmOptions, heapSize: 4 << 20 };
        assert.equal(start(roomy).call(module, 'endlessRecursion'), 'stack deep stack deep 10');
      });

      it('finally clauses run where the stack overflows', () => {
        assert.equal(start(vmOptions).call(module, 'unwinding'), 'stack many');
      });

      ['instances', 'a list', 'a string'].forEach((what, kind) => {
        it(`a heap full of ${what} raises OutOfMemory, and the program goes on`, () => {
          assert.equal(start(vmOptions).call(module, 'endlessAllocation', kind), 'memory memory memory 100');
        });
      });

      it('garbage is no reason for OutOfMemory', () => {
        assert.equal(start(vmOptions).call(module, 'garbage', 5000), 15000);
      });

      it('conditions leave the program as exceptions, and the VM can be entered again', () => {
        const program = start(vmOptions);
        const isOf =
          (className: string) =>
          (error: unknown): boolean =>
            error instanceof MachineException && error.className === className;
        assert.throws(() => program.call(module, 'uncaughtRecursion'), isOf('StackOverflow'));
        assert.throws(() => program.call(module, 'uncaughtAllocation', 0), isOf('OutOfMemory'));
        assert.equal(program.call(module, 'garbage', 1), 3);
      });
    });
  }

  it('words have 63 bits', () => {
    const max = 2n ** 63n - 1n;
    assert.equal(start().call(module, 'wideWords'), `63 ${max} ${2n ** 62n - 1n} overflow overflow 010 10`);
  });

  it('the host reads and writes far up in the heap', () => {
    const program = start(
      { ...machineOptions, heapSize: 128 << 20 },
      { 'test.echo': (text: string) => `<${text}>` },
    );
    for (const size of [10, 12 << 20, 10])
      assert.equal(program.call(module, 'farEcho', 'text', size), `<text ${size}> 1`);
  });

  it('VMs live side by side and call each other through the host', () => {
    const vms: MachineProgram[] = [];
    const call = (i: number, x: number): unknown => vms[i & 1]?.call(module, 'pingPong', x);
    vms.push(start(machineOptions, { 'test.other': (x) => call(1, x) }));
    vms.push(start({ ...machineOptions, stressInterval: 1 }, { 'test.other': (x) => call(0, x) }));
    // 4, 2 and 0 run in the first VM, whose variables only it sees.
    assert.equal(call(0, 4), 3 + 100 * (1 + 2 + 3 + 4));
    assert.equal(call(1, 0), 3);
    vms[0]?.call(module, 'resetCounter');
    assert.equal(call(0, 0), 1);
    assert.equal(call(1, 0), 4);
  });

  it('an error of the host ends all that runs, and VMs can be entered again', () => {
    const inner = start(machineOptions, {
      'test.other': () => {
        throw new RangeError('from the host');
      },
    });
    const outer = start(machineOptions, { 'test.other': (x) => inner.call(module, 'pingPong', x) });
    assert.throws(() => outer.call(module, 'pingPong', 2), /^RangeError: from the host$/);
    assert.equal(inner.call(module, 'pingPong', 0), 2);
    assert.equal(outer.call(module, 'pingPong', 0), 2);
  });

  it('a VM that was disposed of has given its memory back', () => {
    const mapped = (): number => fs.readFileSync('/proc/self/maps', 'latin1').split('\n').length;
    start().dispose();
    const before = mapped();
    for (let i = 0; i < 100; i++) {
      const program = start(small);
      assert.equal(program.call(module, 'garbage', 1), 3);
      program.dispose();
    }
    assert.ok(mapped() < before + 50, `${mapped()} mappings, ${before} before`);
    const [last] = programs.slice(-1);
    assert.throws(() => last?.call(module, 'garbage', 1), /disposed/);
  });

  it('a VM that runs cannot be disposed of', () => {
    const program: MachineProgram = start(machineOptions, {
      'test.other': () => {
        program.dispose();
      },
    });
    assert.throws(() => program.call(module, 'pingPong', 1), /a VM that runs cannot be disposed of/);
    assert.equal(program.call(module, 'pingPong', 0), 2);
  });

  describe('broken promises', () => {
    let folder: string;
    before(() => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-machine-'));
      writeImage(path.join(folder, 'image'), image);
    });
    after(() => {
      fs.rmSync(folder, { recursive: true });
    });

    function runChild(name: string, argument: number | boolean): SpawnSyncReturns<string> {
      const of = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
      const program = `
        const { findAddon } = await import(${of('../../src/ts/native/addon.js')});
        const { readImage } = await import(${of('../../src/ts/native/image-file.js')});
        const { Vm } = await import(${of('../../src/ts/native/vm.js')});
        const image = readImage(${JSON.stringify(path.join(folder, 'image'))});
        const nested = (depth) => vm.call(${JSON.stringify(`${traps}#deepNull`)}, [depth]);
        const vm = new Vm(findAddon().addon, image, () => nested, ${JSON.stringify(small)});
        console.log(vm.call(${JSON.stringify(`${traps}#${name}`)}, [${argument}]));`;
      return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    }

    /** A function with the line of the samples that holds a text. */
    function place(name: string, text: string): string {
      const lines = fs.readFileSync(path.join(root, `${traps}.ts`), 'utf8').split('\n');
      const line = lines.findIndex((one) => one.includes(text)) + 1;
      return `${traps}#${name} (${traps}.ts:${line})`;
    }

    function checkReport(run: SpawnSyncReturns<string>, what: string, ...places: readonly string[]): void {
      assert.equal(run.stdout, '');
      const [innermost = '', ...callers] = places;
      const expected = [
        `tspy-native: internal error: ${what} in ${innermost}`,
        ...callers.map((caller) => `  called from ${caller}`),
        '  called from the host',
        '',
      ];
      assert.deepEqual(run.stderr.split('\n'), expected);
      assert.equal(run.status, 134);
    }

    it('kept ones end nothing', () => {
      const { status, stdout } = runChild('fieldOfNull', false);
      assert.deepEqual({ status, stdout }, { status: 0, stdout: '3\n' });
    });

    it('a field of null', () => {
      const at = place('fieldOfNull', '(leaf as Leaf).size');
      checkReport(runChild('fieldOfNull', true), 'null dereference', at);
    });

    it('a method of null: the report tells the caller too', () => {
      const callee = place('Node.depth', 'this.next === null');
      const caller = place('methodOfNull', '(node as Node).depth()');
      checkReport(runChild('methodOfNull', true), 'null dereference', callee, caller);
    });

    it('what cannot be reached', () => {
      const at = place('reached', "unreachable('reached')");
      checkReport(runChild('reached', 0), 'unreachable code: reached', at);
    });

    it('a C function that is given null', () => {
      const run = runChild('copyToNull', true);
      const [first = '', ...callers] = run.stderr.split('\n');
      const where =
        'a C function called from src/ts/runtime/arrays#copyArrayItems (src/ts/runtime/arrays.ts:';
      assert.ok(first.startsWith(`tspy-native: internal error: null dereference in ${where}`), run.stderr);
      const caller = place('copyToNull', 'copyBytes(newByteArray(8)');
      assert.deepEqual(callers, [`  called from ${caller}`, '  called from the host', '']);
      assert.equal(run.status, 134);
    });

    it('through frames, and through the host', () => {
      const deep = place('deepNull', 'deepNull(depth - 1)');
      const bottom = place('deepNull', '(nothing as Leaf).size');
      const host = 'the host';
      const nested = place('nestedNull', 'hostNested(depth)');
      checkReport(runChild('nestedNull', 3), 'null dereference', ...[bottom, deep, deep, deep, host, nested]);
    });
  });
});
