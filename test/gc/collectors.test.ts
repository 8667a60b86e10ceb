/** One set of programs for all collectors: they give what they give hosted, collected seldom, often, and checked. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { defaultOptions, type VmOptions } from '../../src/ts/native/vm.js';
import { collectors, defaultTranslation, type CollectorName } from '../../src/ts/translator/options.js';
import { MachineProgram } from '../../src/ts/translator/run-machine.js';
import * as hosted from './samples/heap.js';

const root = path.resolve(import.meta.dirname, '../../..');
const module = 'test/gc/samples/heap';
const { addon } = findAddon();
const names = Object.keys(hosted);

const MB = 1 << 20;
const small: VmOptions = { ...defaultOptions, heapSize: 64 * MB, stackSize: 8 * MB };
const variants: Record<string, VmOptions> = {
  plain: small,
  'stressed and checked': { ...small, stressInterval: 7, collector: { nurserySize: 65536, verify: true } },
  'with tiny steps, checked': {
    ...small,
    collector: { nurserySize: 65536, leastMajorSize: 65536, incrementSize: 4096, verify: true },
  },
};

async function load(collector: CollectorName, options: VmOptions): Promise<MachineProgram> {
  if (addon === null) throw new Error('the addon was not built');
  return MachineProgram.load(
    addon,
    { root, files: [`${module}.ts`] },
    names.map((name) => ({ module, name })),
    () => undefined,
    options,
    { ...defaultTranslation, collector },
  );
}

for (const collector of Object.keys(collectors) as CollectorName[]) {
  const runtime = (program: MachineProgram, name: string): number =>
    Number(program.vm.call(`${collectors[collector].module}#${name}`, []));

  describe(`collector ${collector}`, function () {
    before(function () {
      if (addon === null) this.skip();
    });

    for (const [variant, options] of Object.entries(variants)) {
      it(`keeps what is alive, ${variant}`, async () => {
        const program = await load(collector, options);
        const check = (
          name: 'trees' | 'lists' | 'mutate' | 'cycles' | 'bigArrays' | 'identities',
          ...args: number[]
        ) => {
          const expected = (hosted[name] as (...args: number[]) => number)(...args);
          assert.equal(program.call(module, name, ...args), expected, name);
        };
        const scale = options.stressInterval === 0 ? 10 : 1;
        check('trees', 5, 10 * scale);
        check('lists', 100 * scale);
        check('mutate', 12 * scale);
        check('cycles', 100 * scale);
        check('bigArrays', 40_000, scale);
        check('identities', 20 * scale);
        if (options.stressInterval > 0) assert.ok(runtime(program, 'collectionCount') > 50);
      });
    }

    it('empties weak references to what has died', async () => {
      const program = await load(collector, small);
      program.call(module, 'makeWeak', 1000);
      runtime(program, 'collect');
      assert.equal(program.call(module, 'countAlive'), 500);
      assert.equal(program.call(module, 'checkTable'), 3500);
      runtime(program, 'collect');
      assert.equal(program.call(module, 'countAlive'), 500);
      program.call(module, 'release');
      runtime(program, 'collect');
      assert.equal(program.call(module, 'countAlive'), 0);
    });

    it('uses the memory of what has died again', async () => {
      const program = await load(collector, small);
      runtime(program, 'collect');
      const before = runtime(program, 'usedBytes');
      // Some hundred megabytes in a heap of 64.
      program.call(module, 'trees', 10, 3000);
      program.call(module, 'bigArrays', 1_000_000, 40);
      runtime(program, 'collect');
      const after = runtime(program, 'usedBytes');
      assert.ok(after <= before + 65536, `${before} bytes before, ${after} after`);
      assert.ok(runtime(program, 'collectionCount') > 3);
    });

    it('tells the program when memory is short', async () => {
      const program = await load(collector, { ...small, heapSize: 16 * MB });
      assert.equal(program.call(module, 'fill'), hosted.trees(8, 50));
      assert.equal(program.call(module, 'tooLarge'), hosted.trees(6, 3));
    });
  });
}

describe('the nursery of incminimark', function () {
  before(function () {
    if (addon === null) this.skip();
  });

  it('is used in part while much survives, and as a whole again', async () => {
    const options = { ...small, collector: { nurserySize: MB, leastMajorSize: 32 * MB } };
    const program = await load('incminimark', options);
    /** Collections while so many trees of a depth are made: the first one lives as long as all of them. */
    const collections = (depth: number, count: number): number => {
      const before = Number(program.vm.call(`${collectors.incminimark.module}#collectionCount`, []));
      program.call(module, 'trees', depth, count);
      return Number(program.vm.call(`${collectors.incminimark.module}#collectionCount`, [])) - before;
    };
    // 2^18 objects each time.
    const shortLived = collections(3, 1 << 15);
    const longLived = collections(18, 0);
    assert.ok(longLived >= 4 * shortLived, `${longLived} collections, not many more than ${shortLived}`);
    // What is left of the small nursery: it grows to twice its size each time.
    assert.ok(collections(3, 1 << 15) <= shortLived + 4);
  });
});
