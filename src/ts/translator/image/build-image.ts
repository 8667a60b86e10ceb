/** Joins the parts: every function of a program lowered, its values given registers, its instructions chosen, and all of it laid out. */
import { target } from '../../../native/asm-x86_64/abi.js';
import { Assembler } from '../../../native/asm-x86_64/assembler.js';
import type { Label } from '../../../native/asm-x86_64/code-buffer.js';
import { Feature } from '../../../native/asm-x86_64/encoding.js';
import { selectFunction } from '../../../native/asm-x86_64/select.js';
import { emitStubs, type StubContext } from '../../../native/asm-x86_64/stubs.js';
import { allocateRegisters } from '../../backend/allocate-registers.js';
import { stubSymbols } from '../../backend/state-places.js';
import { statePlaces } from '../../jit/state-places.js';
import {
  memoryPart,
  type ClassDescription,
  type FunctionDescription,
  type Image,
  type ValueKind,
} from '../../native/image.js';
import type { FunctionModel } from '../flow/model.js';
import type { FlowType } from '../flow/types.js';
import { writeJitcode } from '../jitcode/codewriter.js';
import { lowerGraph } from '../lowering/lower-graph.js';
import type { Program } from '../lowering/program.js';
import { REMEMBER_OBJECT, runtimeEntryNames } from '../lowering/runtime-calls.js';
import { collectors } from '../options.js';
import { StackMapTable } from './stack-maps.js';
import { SymbolCollector } from './symbols.js';

/** Functions named in `entries` (full names), and those of the runtime, can be entered from outside. */
export function buildImage(
  program: Program,
  entries: readonly FunctionModel[],
  data: Readonly<Record<string, readonly string[]>> = {},
): Image {
  const asm = new Assembler(Feature.sse41, 1 << 20);
  const labels = new Map<string, Label>();
  const stackMaps = new StackMapTable();
  const symbols = new SymbolCollector(program.places);
  const labelOf = (symbol: string): Label => {
    let label = labels.get(symbol);
    if (label === undefined) {
      label = asm.newLabel();
      labels.set(symbol, label);
    }
    return label;
  };
  const context: StubContext = {
    state: statePlaces,
    labelOf,
    addStackMap: (position, frameWords, slots) => {
      stackMaps.add(position, frameWords, slots);
    },
    addFunction: (position, symbol, frameWords) => {
      symbols.addFunction(position, symbol, frameWords);
    },
    addLine: (position, line) => {
      symbols.addLine(position, line);
    },
    addGuard: () => {
      throw new Error('only traces have guards');
    },
    allocateInstance: program.symbolOf(program.runtimeFunction(runtimeEntryNames.allocateInstance)),
    rememberObject: program.hasBarriers ? program.symbolOf(program.runtimeFunction(REMEMBER_OBJECT)) : null,
  };
  emitStubs(asm, context);
  for (const fn of program.functions) {
    const lowered = lowerGraph(program, program.frontEnd.graphOf(fn));
    selectFunction(asm, context, allocateRegisters(lowered, target));
  }
  const offsetOf = (symbol: string): number => asm.positionOf(labelOf(symbol));
  const code = asm.finish().bytes.slice();
  const jitcode = writeJitcode(program, offsetOf, compiledStubs(program));
  const dataAddresses = Object.fromEntries(
    Object.entries(data).map(([name, names]) => [name, program.dataAddress(names)]),
  );
  program.finish((fn) => offsetOf(program.symbolOf(fn)));
  const staticEnd = program.writer.end;
  const stackMapAddress = stackMaps.write(program.writer);
  const functions: Record<string, FunctionDescription> = {};
  for (const fn of [...entries, ...program.runtimeEntryFunctions()]) {
    functions[fn.fullName] = {
      offset: offsetOf(program.symbolOf(fn)),
      params: fn.argumentTypes.map(valueKind),
      result: valueKind(fn.result),
    };
  }
  return {
    code: memoryPart(code),
    heap: memoryPart(program.writer.contents().slice()),
    symbols: memoryPart(symbols.encode()),
    jitcode: memoryPart(jitcode),
    description: {
      functions,
      enter: offsetOf(stubSymbols.enter),
      externals: program.externals.map(({ name, params, result }) => ({
        name,
        params: params.map(valueKind),
        result: valueKind(result),
      })),
      cFunctions: Object.fromEntries(program.cFunctionSlots),
      classes: describeClasses(program),
      collector: collectors[program.options.collector].module,
      typeTable: program.typeTable,
      typeCount: program.layout.typeCount,
      stackMaps: stackMapAddress,
      staticStart: program.firstStatic,
      lateStart: program.heap.firstLate,
      staticEnd,
      movable: program.movableStrings(),
      data: dataAddresses,
    },
  };
}

/** The stubs that compiled traces call. */
function compiledStubs(program: Program): string[] {
  const { allocate, hostCall, writeBarrier, itemWriteBarrier } = stubSymbols;
  return program.hasBarriers ? [allocate, hostCall, writeBarrier, itemWriteBarrier] : [allocate, hostCall];
}

/** Of the exceptions, which may leave the program. */
function describeClasses(program: Program): Record<number, ClassDescription> {
  const described: Record<number, ClassDescription> = {};
  for (const { cls, typeId } of program.layout.classes) {
    if (!cls.isSubclassOf(program.frontEnd.throwable)) continue;
    const fields = [];
    for (let at: typeof cls | null = cls; at !== null; at = at.base) {
      for (const field of at.members.fields.values()) {
        const { offset } = program.layout.fieldPlace(field);
        fields.push({ name: field.name, offset, kind: valueKind(field.type) });
      }
    }
    described[typeId] = { name: cls.name, fields };
  }
  return described;
}

function valueKind(type: FlowType): ValueKind {
  switch (type.kind) {
    case 'void':
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
    case 'bytes':
    case 'ints':
    case 'int32s':
    case 'floats':
      return type.kind;
    default:
      return 'object';
  }
}
