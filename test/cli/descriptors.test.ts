/** What Node does not offer and machine code asks the C library for: descriptors that become another file, pipes. */
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

  it('are refused hosted', () => {
    const { stdout, status } = runOurs([
      '--hosted',
      '-c',
      'import os\nfor call in os.pipe, lambda: os.dup2(1, 9):\n    try: call()\n    except OSError as e: print(e)',
    ]);
    assert.deepEqual([stdout, status], ['[Errno 38] Function not implemented\n'.repeat(2), 0]);
  });
});
