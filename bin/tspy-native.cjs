#!/usr/bin/env node
'use strict';
// The package's own command: tools by name, else `pypy3`.
if (process.argv[2] === 'jitlog') import('../lib/src/ts/cli/jitlog/main.js');
else require('./pypy3.cjs');
