#!/usr/bin/env node
'use strict';
// Node loads CommonJS in less time than ES modules, and this file is run each time.
require('../lib/bundle/main.cjs');
