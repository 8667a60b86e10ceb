/**
 * Module `_symtable`: the compiler's symbol table. The host makes it and hands it over as marshalled tuples, one for each block:
 * `(type, name, lineno, nested, parameters, (name, flags, ...), children)`.
 */
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';
import { typeError, typeName, valueError } from '../interp/errors.js';
import { newDict } from '../objects/dict.js';
import { addressOf } from '../objects/identity.js';
import { W_Root } from '../objects/root.js';
import { func, getset, method, moduledef, typedef, value } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { newInt, W_IntBase } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { isTrue } from '../interp/compare.js';
import { systemError } from '../interp/errors.js';
import { checkedSource, interpretRecords } from './builtins-compile.js';
import { fileSystemPath } from './fspath.js';

const hostSymtable =
  external<(source: string, isText: boolean, filename: string, mode: string) => string>('compiler.symtable');

const entryType: W_Type = newBuiltinType('symtable entry', objectType);

/** The items of a block's tuple. */
const enum Part {
  TYPE,
  NAME,
  LINE,
  NESTED,
  PARAMETERS,
  SYMBOLS,
  CHILDREN,
  COUNT,
}

class W_SymtableEntry extends W_Root {
  readonly w_symbols: W_Root;
  readonly w_children: W_Root;
  readonly w_parameters: W_Root;

  constructor(readonly parts: W_TupleBase) {
    super();
    const w_symbols = newDict();
    const symbols = itemsOf(parts, Part.SYMBOLS);
    for (let i = 0; i + 1 < symbols.items.length; i += 2) {
      w_symbols.set(symbols.items[i] as W_Root, symbols.items[i + 1] as W_Root);
    }
    this.w_symbols = w_symbols;
    const children: W_Root[] = [];
    for (const w_child of itemsOf(parts, Part.CHILDREN).items) children.push(entryOf(w_child));
    this.w_children = newListOwning(children);
    const parameters: W_Root[] = [];
    for (const w_name of itemsOf(parts, Part.PARAMETERS).items) parameters.push(w_name);
    this.w_parameters = newListOwning(parameters);
  }

  override getType(): W_Type {
    return entryType;
  }

  part(index: Part): W_Root {
    return this.parts.items[index] as W_Root;
  }
}

function itemsOf(parts: W_TupleBase, index: Part): W_TupleBase {
  const w_part = parts.items[index] as W_Root;
  if (w_part instanceof W_TupleBase) return w_part;
  throw systemError('bad symbol table from the compiler');
}

function entryOf(w_parts: W_Root): W_SymtableEntry {
  if (w_parts instanceof W_TupleBase && w_parts.items.length === Part.COUNT)
    return new W_SymtableEntry(w_parts);
  throw systemError('bad symbol table from the compiler');
}

function symtable(w_source: W_Root, w_filename: W_Root, w_mode: W_Root): W_Root {
  const filename = fileSystemPath(w_filename);
  if (!(w_mode instanceof W_StrBase))
    throw typeError(`symtable() argument 3 must be str, not ${typeName(w_mode)}`);
  const text = checkedSource(w_source, 'symtable() arg 1', '');
  const mode = w_mode.utf8();
  if (mode !== 'exec' && mode !== 'eval' && mode !== 'single') {
    throw valueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  }
  return entryOf(interpretRecords(hostSymtable(text, w_source instanceof W_StrBase, filename, mode)));
}

function entryRepr(self: W_SymtableEntry): W_Root {
  const w_name = self.part(Part.NAME);
  const w_line = self.part(Part.LINE);
  const name = w_name instanceof W_StrBase ? w_name.utf8() : '';
  const line: int = w_line instanceof W_IntBase ? w_line.toWord() : 0;
  return newStr(`<symtable entry ${name}(${addressOf(self)}), line ${line}>`);
}

function getId(self: W_SymtableEntry): W_Root {
  return newInt(addressOf(self));
}

function getName(self: W_SymtableEntry): W_Root {
  return self.part(Part.NAME);
}

function getSymbols(self: W_SymtableEntry): W_Root {
  return self.w_symbols;
}

function getVarnames(self: W_SymtableEntry): W_Root {
  return self.w_parameters;
}

function getChildren(self: W_SymtableEntry): W_Root {
  return self.w_children;
}

function getNested(self: W_SymtableEntry): W_Root {
  return newInt(isTrue(self.part(Part.NESTED)) ? 1 : 0);
}

function getBlockType(self: W_SymtableEntry): W_Root {
  return self.part(Part.TYPE);
}

function getLineno(self: W_SymtableEntry): W_Root {
  return self.part(Part.LINE);
}

/** A constant of CPython's symtable.h. */
function constant(name: string, number: int): Row {
  return value(name, () => newInt(number));
}

export const symtableModule = moduledef(
  '_symtable',
  'The symbol tables of the compiler.',
  [
    func(
      'symtable',
      '($module, source, filename, startstr, /)',
      symtable,
      'Return symbol and scope dictionaries used internally by compiler.',
    ),
    constant('USE', 16),
    constant('DEF_GLOBAL', 1),
    constant('DEF_NONLOCAL', 8),
    constant('DEF_LOCAL', 2),
    constant('DEF_PARAM', 4),
    constant('DEF_FREE', 32),
    constant('DEF_FREE_CLASS', 64),
    constant('DEF_IMPORT', 128),
    constant('DEF_BOUND', 134),
    constant('DEF_ANNOT', 256),
    constant('TYPE_FUNCTION', 0),
    constant('TYPE_CLASS', 1),
    constant('TYPE_MODULE', 2),
    constant('LOCAL', 1),
    constant('GLOBAL_EXPLICIT', 2),
    constant('GLOBAL_IMPLICIT', 3),
    constant('FREE', 4),
    constant('CELL', 5),
    constant('SCOPE_OFF', 11),
    constant('SCOPE_MASK', 15),
  ],
  [
    typedef(entryType, W_SymtableEntry, { subclassable: false, weakrefable: true }, [
      method('__repr__', '($self, /)', entryRepr),
      getset('id', getId),
      getset('name', getName),
      getset('symbols', getSymbols),
      getset('varnames', getVarnames),
      getset('children', getChildren),
      getset('nested', getNested),
      getset('type', getBlockType),
      getset('lineno', getLineno),
    ]),
  ],
);
