/** Trees as `oracle.py` writes them, for tests that must not depend on the parser. */

import type { Mod } from '../../../src/ts/python/parser/ast.js';

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

function decodeConstant(constant: { kind: string; value?: string }): unknown {
  const { kind, value = '' } = constant;
  switch (kind) {
    case 'int':
      return { kind, value: value.startsWith('-') ? -BigInt(value.slice(1)) : BigInt(value) };
    case 'float':
      return { kind, value: new DataView(fromHex(value).buffer).getFloat64(0, true) };
    case 'complex': {
      const view = new DataView(fromHex(value).buffer);
      return { kind, real: view.getFloat64(0, true), imag: view.getFloat64(8, true) };
    }
    case 'bytes':
      return { kind, value: fromHex(value) };
    default:
      return constant;
  }
}

/** The tree in a line of the oracle's output. */
export function parseTree(json: string): { file: string; tree: Mod } {
  return JSON.parse(json, (name, value: unknown) => {
    if (name === 'value' && typeof value === 'object' && value !== null && 'kind' in value && !('type_' in value)) {
      return decodeConstant(value as { kind: string; value?: string });
    }
    return value;
  }) as { file: string; tree: Mod };
}
