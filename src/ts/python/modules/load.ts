/** Completes types and modules when the program loads. Whoever runs Python code imports this first. @loadTime */
import { bootstrapTypes } from '../objects/bootstrap.js';
import { completeStructSequences } from '../objects/struct-sequence.js';
import { completeAstTypes } from './ast-module.js';
import { prepareModules } from './registry.js';

bootstrapTypes();
completeAstTypes();
prepareModules();
completeStructSequences();
