import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { findAddon, loadAddon, type Addon } from '../../src/ts/native/addon.js';
import {
  callFunction,
  callHost,
  callHostForever,
  callHostTwice,
  CodeWriter,
  increment,
} from './machine-code.js';

const search = findAddon();
const skipped =
  search.addon === null
    ? `skipped: ${search.reason}`
    : process.platform !== 'linux'
      ? 'skipped: not ported to this platform'
      : process.arch !== 'x64'
        ? 'skipped: the machine code here is x86-64'
        : null;

function module(name: string): string {
  return JSON.stringify(new URL(name, import.meta.url).href);
}

/** The start of a program for a child process or a worker: the addon as `addon`, and the functions of machine-code.ts. */
const prelude = `
  const { findAddon } = await import(${module('../../src/ts/native/addon.js')});
  const code = await import(${module('./machine-code.js')});
  const { parentPort } = await import('node:worker_threads');
  const { addon } = findAddon();
  const writer = new code.CodeWriter(addon);
`;

function runChild(program: string): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, ['--input-type=module', '-e', prelude + program], { encoding: 'utf8' });
}

function startWorker(program: string): Worker {
  return new Worker(`(async () => { ${prelude} ${program} })()`, { eval: true });
}

function isMapped(address: number): boolean {
  return fs
    .readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .some((line) => line.startsWith(`${address.toString(16)}-`));
}

describe('native addon: loading', () => {
  it('where there is none, a reason is given', () => {
    const { addon, reason } = loadAddon(path.join(os.tmpdir(), 'no-package-is-here'));
    assert.equal(addon, null);
    assert.match(reason ?? '', /No native build was found/);
  });
});

(skipped === null ? describe : describe.skip)(
  `native addon${skipped === null ? '' : ` (${skipped})`}`,
  () => {
    const addon = search.addon as Addon;
    const { pageSize } = addon ?? { pageSize: 0 };

    describe('memory', () => {
      it('regions are aligned, committed pages hold what is written, decommitted ones are zeros when committed again', () => {
        const size = 1 << 22;
        const address = addon.reserve(size, size);
        assert.equal(address % size, 0);
        addon.commit(address, pageSize);
        const words = new Uint32Array(addon.view(address, pageSize));
        words[5] = 42;
        addon.commit(address, 2 * pageSize);
        assert.equal(words[5], 42);
        addon.decommit(address, pageSize);
        addon.commit(address, pageSize);
        assert.equal(words[5], 0);
        addon.release(address);
      });

      it('populated pages hold what they held', () => {
        const address = addon.reserve(4 * pageSize);
        addon.commit(address, 3 * pageSize);
        const bytes = new Uint8Array(addon.view(address, 3 * pageSize));
        bytes[pageSize] = 42;
        addon.populate(address, 3 * pageSize);
        assert.deepEqual([bytes[0], bytes[pageSize], bytes[3 * pageSize - 1]], [0, 42, 0]);
        // Beyond the committed pages it is still no error.
        addon.populate(address, 4 * pageSize);
        addon.release(address);
        assert.throws(() => {
          addon.populate(address, pageSize);
        }, TypeError);
      });

      it('views of overlapping ranges see the same memory, now and after collections', () => {
        const address = addon.reserve(pageSize);
        addon.commit(address, pageSize);
        const whole = new Uint8Array(addon.view(address, pageSize));
        assert.equal(addon.view(address, pageSize), whole.buffer);
        for (let round = 0; round < 10; round++) {
          for (let size = 1; size < 300; size++) new Uint8Array(addon.view(address, size))[size - 1] = size;
          // Garbage enough that the views above are collected meanwhile.
          for (let count = 0; count < 20_000; count++) new Array<number>(10).fill(count);
        }
        assert.deepEqual(
          [...whole.subarray(0, 299)],
          Array.from({ length: 299 }, (_, index) => (index + 1) & 255),
        );
        addon.release(address);
      });

      it('a view can have 4 GiB', () => {
        const address = addon.reserve(2 ** 32 + pageSize);
        addon.commit(address + 2 ** 32 - pageSize, pageSize);
        const bytes = new Uint8Array(addon.view(address, 2 ** 32));
        bytes[2 ** 32 - 1] = 7;
        assert.equal(new Uint8Array(addon.view(address + 2 ** 32 - pageSize, pageSize))[pageSize - 1], 7);
        assert.throws(() => addon.view(address, 2 ** 32 + pageSize), /size must not be more than 4 GiB/);
        addon.release(address);
      });

      it('release detaches views and gives the addresses back', () => {
        const address = addon.reserve(pageSize);
        const buffer = addon.view(address, pageSize);
        assert.ok(isMapped(address));
        addon.release(address);
        assert.ok(!isMapped(address));
        assert.equal(buffer.byteLength, 0);
        assert.throws(() => addon.view(address, pageSize), TypeError);
      });

      it('an inaccessible page traps', () => {
        const { signal } = runChild(
          `const address = addon.reserve(addon.pageSize); addon.enter(writer.write(code.load), address);`,
        );
        assert.equal(signal, 'SIGSEGV');
      });

      it('bad arguments are named', () => {
        const address = addon.reserve(4 * pageSize);
        const space = addon.codeSpace(pageSize);
        const report = {
          table: address,
          tableSize: 24,
          codeStart: space.run,
          codeEnd: space.run + pageSize,
          heapStart: address,
          heapEnd: address + 4 * pageSize,
          heapBase: address,
          hostStack: address,
        };
        const cases: readonly (readonly [() => unknown, RegExp])[] = [
          [() => addon.reserve(0), /^size must not be 0/],
          [() => addon.reserve(100), /^size must be a multiple of \d+$/],
          [() => addon.reserve(1.5), /^size must be an integer/],
          [() => addon.reserve(-pageSize), /^size must be an integer/],
          [() => addon.reserve(NaN), /^size must be an integer/],
          [() => addon.reserve('1' as unknown as number), /^size must be a number/],
          [() => addon.reserve(pageSize, 3 * pageSize), /^alignment must be a power of two/],
          [() => addon.commit(address + 1, pageSize), /^address must be a multiple/],
          [() => addon.commit(address, 5 * pageSize), /^address is not inside memory/],
          [() => addon.commit(pageSize, pageSize), /^address is not inside memory/],
          [() => addon.decommit(space.run, pageSize), /^address must be in a reserved region/],
          [() => addon.release(address + pageSize), /^address must be the start/],
          [() => addon.view(address, 0), /^size must not be 0/],
          [() => addon.mapImage('a\0b', 0, pageSize, address, 'code'), /^path must not contain NUL/],
          [() => addon.mapImage('x', 1, pageSize, address, 'code'), /^offset must be a multiple/],
          [() => addon.mapImage('x', 0, pageSize, address, 'both' as 'code'), /^kind must be/],
          [() => addon.flush(1, 1), /^address is not inside memory/],
          [() => addon.enter(0, 0), /^address must be/],
          [() => addon.enter(space.run, 0.5), /^argument must be/],
          [() => addon.setHostCall(1 as unknown as () => void), /^function must be a function/],
          [() => addon.symbol(1 as unknown as string, 'sin'), /^library must be a string/],
          [() => addon.symbol(null, undefined as unknown as string), /^name must be a string/],
          [() => addon.watchSignal(0, address), /^signal must be from 1 to 64/],
          [() => addon.watchSignal(11, address), /^signal must not be one of machine faults/],
          [() => addon.watchSignal(12, address + 2), /^address must be a multiple of 4/],
          [() => addon.crashReport({ ...report, table: 1 }), /^table must be a multiple of 4/],
          [() => addon.crashReport({ ...report, tableSize: 4 }), /^tableSize is less than a header's/],
          [() => addon.crashReport({ ...report, tableSize: 2 ** 20 }), /^table is not inside memory/],
          [() => addon.crashReport({ ...report, codeEnd: 1 }), /^codeEnd must be greater than codeStart/],
        ];
        for (const [call, message] of cases) assert.throws(call, { name: 'TypeError', message });
        addon.release(address);
      });

      it('what the system refuses comes with its text', () => {
        assert.throws(() => addon.reserve(2 ** 52), {
          name: 'Error',
          message: /^cannot reserve 4503599627370496 bytes: Cannot allocate memory$/,
        });
        assert.throws(() => addon.watchSignal(os.constants.signals.SIGKILL, scratch()), /Invalid argument/);
      });
    });

    describe('images', () => {
      let folder = '';
      before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-native-'))));
      after(() => fs.rmSync(folder, { recursive: true }));

      it('code runs, data is copied on write', () => {
        const file = path.join(folder, 'image');
        const bytes = new Uint8Array(2 * pageSize);
        bytes.set(increment, 0);
        bytes[pageSize] = 7;
        fs.writeFileSync(file, bytes);
        const region = addon.reserve(4 * pageSize);
        addon.mapImage(file, 0, pageSize, region + pageSize, 'code');
        addon.mapImage(file, pageSize, pageSize, region + 2 * pageSize, 'data');
        assert.equal(addon.enter(region + pageSize, 1), 2);
        const data = new Uint8Array(addon.view(region + 2 * pageSize, pageSize));
        assert.equal(data[0], 7);
        data[0] = 8;
        assert.equal(fs.readFileSync(file)[pageSize], 7);
        addon.release(region);
      });

      it('files that are absent or too short are errors', () => {
        const file = path.join(folder, 'short');
        fs.writeFileSync(file, 'x');
        const region = addon.reserve(2 * pageSize);
        assert.throws(() => addon.mapImage(file, 0, 2 * pageSize, region, 'data'), /the file is too short/);
        assert.throws(() => addon.mapImage(`${file}er`, 0, pageSize, region, 'data'), /No such file/);
        addon.release(region);
      });
    });

    describe('machine code', () => {
      it('runs, and what is written later is seen', () => {
        const writer = new CodeWriter(addon);
        const address = writer.write(increment);
        assert.equal(addon.enter(address, 41), 42);
        assert.equal(addon.enter(address, -3), -2);
        assert.notEqual(writer.space.run, writer.space.writeAddress);
        new Uint8Array(writer.space.write)[6] = 5; // the operand of `add`
        addon.flush(address, increment.length);
        assert.equal(addon.enter(address, 41), 46);
        assert.equal(new Uint8Array(addon.view(writer.space.run, pageSize))[6], 5);
      });

      it('calls C functions', () => {
        const writer = new CodeWriter(addon);
        assert.equal(addon.enter(writer.write(callFunction(addon.symbol(null, 'toupper'))), 97), 65);
      });

      it('calls JavaScript and goes on', () => {
        const writer = new CodeWriter(addon);
        const ids: number[] = [];
        addon.setHostCall((id) => ids.push(id));
        assert.equal(addon.enter(writer.write(callHostTwice(addon.hostCallAddress())), 7), 0);
        assert.deepEqual(ids, [7, 7]);
      });

      it('calls nest', () => {
        const writer = new CodeWriter(addon);
        const address = writer.write(callHost(addon.hostCallAddress()));
        const ids: number[] = [];
        addon.setHostCall((id) => {
          ids.push(id);
          if (id > 0) addon.enter(address, id - 1);
          ids.push(id);
        });
        addon.enter(address, 3);
        assert.deepEqual(ids, [3, 2, 1, 0, 0, 1, 2, 3]);
      });

      it('what a host call throws comes out of enter, and no JavaScript runs in between', () => {
        const writer = new CodeWriter(addon);
        const address = writer.write(callHostTwice(addon.hostCallAddress()));
        let calls = 0;
        for (const thrown of [new RangeError('no'), 'text', undefined, { some: 'object' }]) {
          calls = 0;
          addon.setHostCall(() => {
            calls++;
            throw thrown;
          });
          let caught: unknown = 'nothing';
          try {
            addon.enter(address, 1);
          } catch (error) {
            caught = error;
          }
          assert.equal(caught, thrown);
          assert.equal(calls, 1);
        }
        addon.setHostCall(() => calls++);
        assert.equal(addon.enter(address, 1), 0);
      });

      it('an exception passes through nested calls, or is caught between them', () => {
        const writer = new CodeWriter(addon);
        const address = writer.write(callHostTwice(addon.hostCallAddress()));
        const log: string[] = [];
        addon.setHostCall((id) => {
          log.push(`${id}`);
          if (id === 0) throw new Error('innermost');
          if (id !== 2) return void addon.enter(address, id - 1);
          try {
            addon.enter(address, id - 1);
          } catch (error) {
            log.push(String(error));
          }
        });
        assert.equal(addon.enter(address, 3), 0);
        const two = ['2', '1', '0', 'Error: innermost'];
        assert.deepEqual(log, ['3', ...two, ...two, '3', ...two, ...two]);
        assert.throws(() => addon.enter(address, 1), /innermost/);
      });

      it('deep recursion of JavaScript inside is a RangeError outside', () => {
        const writer = new CodeWriter(addon);
        const address = writer.write(callHost(addon.hostCallAddress()));
        addon.setHostCall((id) => void addon.enter(address, id + 1));
        assert.throws(() => addon.enter(address, 0), RangeError);
      });

      it('a host call without a function is an error', () => {
        const { stderr } = runChild(`addon.enter(writer.write(code.callHost(addon.hostCallAddress())), 1);`);
        assert.match(stderr, /Error: machine code made a host call, but no function is set for it/);
      });
    });

    describe('symbols', () => {
      it('are found in the process and in libraries', () => {
        assert.notEqual(addon.symbol('', 'sin'), 0);
        assert.notEqual(addon.symbol(null, 'malloc'), 0);
        assert.notEqual(addon.symbol('libm.so.6', 'cos'), 0);
        assert.equal(addon.symbol(null, 'no_such_function'), 0);
        assert.throws(() => addon.symbol('libno-such.so', 'sin'), /libno-such\.so/);
      });
    });

    /** A committed page. */
    function scratch(): number {
      const address = addon.reserve(pageSize);
      addon.commit(address, pageSize);
      return address;
    }

    describe('signals', () => {
      const { SIGUSR2 } = os.constants.signals;

      async function raiseAndAwait(words: Uint32Array, index: number): Promise<void> {
        process.kill(process.pid, SIGUSR2);
        for (let tries = 0; tries < 200 && Atomics.load(words, index) === 0; tries++) await delay(5);
      }

      it('set all words that watch them', async () => {
        const address = scratch();
        const words = new Uint32Array(addon.view(address, 16));
        addon.watchSignal(SIGUSR2, address);
        addon.watchSignal(SIGUSR2, address + 8);
        await raiseAndAwait(words, 2);
        assert.deepEqual([...words], [1, 0, 1, 0]);
        addon.unwatchSignal(SIGUSR2);
        addon.release(address);
      });

      it('reach a listener that was there before', async () => {
        let heard = 0;
        const listener = (): number => heard++;
        process.on('SIGUSR2', listener);
        const address = scratch();
        const words = new Uint32Array(addon.view(address, 4));
        addon.watchSignal(SIGUSR2, address);
        await raiseAndAwait(words, 0);
        await delay(20);
        addon.release(address);
        assert.deepEqual([words.length, heard], [0, 1]);
        process.kill(process.pid, SIGUSR2);
        await delay(20);
        process.off('SIGUSR2', listener);
        assert.equal(heard, 2);
      });

      it('have their former effect when nobody watches any more', () => {
        const { signal } = runChild(`
        const address = addon.reserve(addon.pageSize);
        addon.commit(address, addon.pageSize);
        addon.watchSignal(12, address);
        process.kill(process.pid, 12);
        addon.unwatchSignal(12);
        process.kill(process.pid, 12);
        setTimeout(() => {}, 5000);`);
        assert.equal(signal, 'SIGUSR2');
      });
    });

    describe('crash reports', () => {
      const functions = `
        const load = writer.write(code.load);
        const inner = writer.write(code.callFunction(load));
        const outer = writer.write(code.callFunction(inner));
        const trap = writer.write(code.trap(0));
        const unknownTrap = writer.write(code.trap(9));
        const divide = writer.write(code.divide);
        const jump = writer.write(code.callFunction(16));
        const { heap } = code.reportCrashes(addon, writer, {
          load: { address: load, frame: 0 },
          inner: { address: inner, frame: 1 },
          outer: { address: outer, frame: 1 },
          trap: { address: trap, frame: 0 },
          unknownTrap: { address: unknownTrap, frame: 0 },
          divide: { address: divide, frame: 0 },
          jump: { address: jump, frame: 1 },
        });`;

      it('name the function, its callers with their lines, and the heap address', () => {
        const { status, signal, stderr } = runChild(`${functions}
        addon.enter(outer, heap);
        addon.enter(outer, heap + addon.pageSize + 16);`);
        assert.deepEqual([status, signal], [134, null]);
        const address = (2 * pageSize + 16).toString(16);
        assert.equal(
          stderr,
          `tspy-native: internal error: SIGSEGV at heap address 0x${address} in load (file.ts:7)\n` +
            '  called from inner (file.ts:8)\n  called from outer (file.ts:8)\n',
        );
      });

      it('know null, addresses that are none, traps and their reasons, jumps to nowhere', () => {
        const failures: Readonly<Record<string, string>> = {
          'outer, heap - addon.pageSize + 8': 'null dereference in load (file.ts:7)',
          'load, 1': 'SIGSEGV at address 0x1 in load (file.ts:7)',
          'load, -(2 ** 50)': 'SIGSEGV in load (file.ts:7)',
          'trap, 0': 'a promise was broken in trap (file.ts:8)',
          'unknownTrap, 0': 'SIGILL in unknownTrap (file.ts:8)',
          'divide, 0': 'SIGFPE in divide (file.ts:7)',
          'jump, 0': 'SIGSEGV at address 0x10 after a jump from jump (file.ts:8)',
        };
        for (const [failure, message] of Object.entries(failures)) {
          const { status, stderr } = runChild(`${functions}
          addon.enter(${failure});`);
          assert.equal(stderr.split('\n', 1)[0], `tspy-native: internal error: ${message}`);
          assert.equal(status, 134);
        }
      });

      it('leave faults outside alone', () => {
        const { signal, stderr } = runChild(`
        const load = writer.write(code.load);
        code.reportCrashes(addon, writer, { load: { address: load, frame: 0 } });
        const elsewhere = new code.CodeWriter(addon);
        addon.enter(elsewhere.write(code.load), 0);`);
        assert.deepEqual([signal, stderr], ['SIGSEGV', '']);
      });
    });

    describe('workers', () => {
      it('have memory and host calls of their own, which end with them', async () => {
        const worker = startWorker(`
        const ids = [];
        addon.setHostCall((id) => ids.push(id));
        addon.enter(writer.write(code.callHostTwice(addon.hostCallAddress())), 5);
        const { heap } = code.reportCrashes(addon, writer, {
          increment: { address: writer.write(code.increment), frame: 0 },
        });
        parentPort.postMessage({ ids, heap, run: writer.space.run });
        setInterval(() => {}, 1000);`);
        const [{ ids, heap, run }] = (await once(worker, 'message')) as [
          { ids: number[]; heap: number; run: number },
        ];
        assert.deepEqual(ids, [5, 5]);
        assert.deepEqual([isMapped(heap), isMapped(run)], [true, true]);
        assert.throws(() => addon.view(heap, pageSize), /address is not inside memory/);
        await worker.terminate();
        assert.deepEqual([isMapped(heap), isMapped(run)], [false, false]);
      });

      it('can be terminated inside machine code that makes host calls', async () => {
        const workers = [
          '() => {}',
          '() => { while (true); }',
          '() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
        ].map((call) =>
          startWorker(`
            const address = writer.write(code.callHostForever(addon.hostCallAddress()));
            addon.setHostCall(${call});
            parentPort.postMessage('ready');
            setTimeout(() => { addon.enter(address, 1); while (true); }, 1);`),
        );
        const messages: unknown[] = [];
        for (const worker of workers) worker.on('message', (message) => messages.push(message));
        while (messages.length < workers.length) await delay(10);
        await delay(50);
        assert.deepEqual(await Promise.all(workers.map((worker) => worker.terminate())), [1, 1, 1]);
        assert.deepEqual(messages, ['ready', 'ready', 'ready']);
      });

      it('leave sound signal handlers behind, although the addon goes with the last of them', () => {
        const program = `(async () => { ${prelude} const { heap } = code.reportCrashes(addon, writer, {
          increment: { address: writer.write(code.increment), frame: 0 },
        }); addon.watchSignal(12, heap); })()`;
        const main = spawnSync(
          process.execPath,
          [
            '-e',
            `const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(program)}, { eval: true });
           worker.on('exit', (status) => { console.log(status); process.kill(process.pid, 'SIGSEGV'); });`,
          ],
          { encoding: 'utf8' },
        );
        assert.deepEqual([main.signal, main.stdout, main.stderr], ['SIGSEGV', '0\n', '']);
      });
    });
  },
);
