/** Finalization by all collectors: order, cycles, resurrection, weak references. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { defaultOptions, type VmOptions } from '../../src/ts/native/vm.js';
import { collectors, defaultTranslation, type CollectorName } from '../../src/ts/translator/options.js';
import { MachineProgram } from '../../src/ts/translator/run-machine.js';
import * as hosted from './samples/finalizers.js';

const root = path.resolve(import.meta.dirname, '../../..');
const module = 'test/gc/samples/finalizers';
const { addon } = findAddon();

const options: VmOptions = {
  ...defaultOptions,
  heapSize: 64 << 20,
  stackSize: 8 << 20,
  collector: { nurserySize: 65536, verify: true },
};

async function load(collector: CollectorName): Promise<MachineProgram> {
  if (addon === null) throw new Error('the addon was not built');
  return MachineProgram.load(
    addon,
    { root, files: [`${module}.ts`] },
    Object.keys(hosted).map((name) => ({ module, name })),
    () => undefined,
    options,
    { ...defaultTranslation, collector },
  );
}

for (const collector of Object.keys(collectors) as CollectorName[]) {
  describe(`finalizers with ${collector}`, function () {
    let program: MachineProgram;
    const call = (name: keyof typeof hosted, ...args: unknown[]): unknown =>
      program.call(module, name, ...args);
    const drained = (): number[] => {
      const rounds: number[] = [];
      for (let i = 0; i < 4; i++) rounds.push(Number(call('collectAndDrain')));
      return rounds;
    };

    before(async function () {
      if (addon === null) this.skip();
      program = await load(collector);
    });

    for (const reverse of [false, true]) {
      it(`lets what is referred to wait, registered ${reverse ? 'last' : 'first'} to first`, () => {
        call('chain', reverse);
        assert.deepEqual(drained(), [1, 2, 3, 0]);
      });
    }

    it('hands out cycles once', () => {
      call('cycles');
      const digits = drained().join('').replaceAll('0', '');
      assert.deepEqual(Array.from(digits).sort(), ['4', '5', '6']);
    });

    it('keeps what is reachable, and forgets what needs no finalizer', () => {
      call('keepOne');
      assert.deepEqual(drained(), [0, 0, 0, 0]);
      call('dropKept');
      assert.deepEqual(drained(), [7, 0, 0, 0]);
    });

    it('hands out nothing twice', () => {
      call('chain', false);
      assert.equal(call('resurrect'), 1);
      assert.deepEqual(drained(), [0, 0, 0, 0]);
      call('dropKept');
      assert.deepEqual(drained(), [2, 3, 0, 0]);
    });

    it('empties weak references when the object is gone', () => {
      call('makeWeak');
      assert.equal(call('weakIsEmpty'), false);
      assert.equal(call('collectAndDrain'), 9);
      assert.equal(call('weakIsEmpty'), false);
      assert.equal(call('collectAndDrain'), 0);
      assert.equal(call('weakIsEmpty'), true);
    });

    it('hands out all of very many', () => {
      assert.equal(call('many', 20000), 20000);
    });

    it('walks through the heap', () => {
      assert.equal(call('walk'), true);
    });
  });
}
