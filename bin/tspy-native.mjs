#!/usr/bin/env node
import '../lib/src/ts/cli/main.js';
