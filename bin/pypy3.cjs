#!/usr/bin/env node
'use strict';
// Node loads CommonJS in half the time of ES modules.
require('../lib/bundle/main.cjs');
