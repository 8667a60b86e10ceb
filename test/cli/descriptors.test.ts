/** Descriptors and standard streams: what Node does not offer and machine code asks the C library for, and what programs do to streams. */
import { strict as assert } from 'node:assert';
import path from 'node:path';
import { python, root, runOurs, runPython } from './run.js';

describe('pypy3: descriptors', function () {
  this.timeout(120_000);

  it('copies, pipes, another standard output', function () {
    if (python === null || !runOurs(['--info']).stdout.includes('life: translated')) this.skip();
    const program = path.join(root, 'test/cli/programs/descriptors.py');
    assert.deepEqual(runOurs([program]), runPython([program]));
  });

  it('a program may close its standard output', () => {
    if (python === null) return;
    for (const code of [
      'import sys; sys.stdout.close()',
      'import sys; print(1); sys.stdout.close()',
      'import sys; sys.stdout = None',
      'import sys; sys.stdout = object()',
    ]) {
      const [ours, theirs] = [runOurs(['-c', code]), runPython(['-c', code])];
      assert.deepEqual([ours.status, ours.stdout], [theirs.status, theirs.stdout], code);
    }
  });

  it('are refused hosted', () => {
    const { stdout, status } = runOurs([
      '--hosted',
      '-c',
      'import os\nfor call in os.pipe, lambda: os.dup2(1, 9):\n    try: call()\n    except OSError as e: print(e)',
    ]);
    assert.deepEqual([stdout, status], ['[Errno 38] Function not implemented\n'.repeat(2), 0]);
  });
});
