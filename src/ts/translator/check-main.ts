/**
 * `npm run check:rts [-- options]`: builds and verifies the graphs of all RTypeScript code that the entry points
 * reach, and reports every breach of the rules.
 *
 *     --folder src/ts/python/objects   every function of the folder counts as an entry point (repeatable);
 *                                      default: the folders of the layers that are RTypeScript
 *     --entry NAME                     only this entry point of entry-points.ts, and no folder by default (repeatable; `none` for none)
 *     --live                           import the programs: exact reach through prebuilt objects, whose types are checked too;
 *                                      so it is without options
 *     --limit N                        errors shown (default 200)
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { layers } from '../layers.js';
import { checkProgram } from './check.js';
import { entryPoints } from './entry-points.js';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true, default: [] },
    entry: { type: 'string', multiple: true, default: [] },
    live: { type: 'boolean', default: false },
    limit: { type: 'string', default: '200' },
    root: { type: 'string', default: path.resolve(import.meta.dirname, '../../../..') },
  },
});

const isAll = values.entry.length === 0 && values.folder.length === 0;
const wanted = values.entry.length > 0 ? values.entry : entryPoints.map((one) => one.name);
const rtsFolders = layers.filter((one) => one.rts && fs.existsSync(path.join(values.root, one.folder)));
const outcome = await checkProgram({
  root: values.root,
  entryPoints: entryPoints.filter((one) => wanted.includes(one.name)),
  folders: isAll ? rtsFolders.map((one) => one.folder) : values.folder,
  isLive: values.live || isAll,
});
for (const line of outcome.report.slice(0, Number(values.limit))) console.log(line);
console.log(outcome.summary);
process.exitCode = outcome.report.length > 0 ? 1 : 0;
