/** Where the standard library is. */
import path from 'node:path';
import { packageRoot } from './package-root.js';

export const libraryRoot = path.join(packageRoot, 'lib/python3.11');
