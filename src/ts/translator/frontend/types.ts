/**
 * From TypeScript's types to those of flow graphs.
 *
 * A type that has no counterpart gives a `Problem`, which the caller reports where it matters. A plain `number`
 * is such a problem too; callers that know better (a literal's form, an operation's operands) look at
 * `isPlainNumber` first.
 */
import ts from 'typescript';
import { commonBase, type ClassModel } from '../flow/model.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import type { RuleName } from './rules.js';
import type { Source } from './source.js';

export class Problem {
  readonly kind = 'problem';

  constructor(
    readonly rule: RuleName,
    readonly message: string,
  ) {}
}

/** JavaScript's typed arrays that are types of RTypeScript by themselves. */
const typedArrays = new Map<string, FlowType>([
  ['Uint8Array', flow.BYTES],
  ['Int32Array', flow.INT32S],
]);

export class TypeConverter {
  private readonly cache = new Map<ts.Type, FlowType | Problem>();

  constructor(
    private readonly source: Source,
    private readonly classOf: (declaration: ts.ClassLikeDeclaration) => ClassModel | Problem,
  ) {}

  convert(type: ts.Type): FlowType | Problem {
    let result = this.cache.get(type);
    if (result === undefined) {
      // A type that contains itself (`type F = (f: F) => void`) meets this entry.
      this.cache.set(type, flow.OBJECT);
      result = this.convertNew(type);
      this.cache.set(type, result);
    }
    return result;
  }

  /** Whether a type is `number` without flavour, or a literal of it. */
  isPlainNumber(type: ts.Type): boolean {
    if (type.isUnion() && !(type.flags & ts.TypeFlags.EnumLike))
      return type.types.every((one) => this.isPlainNumber(one));
    return (
      (type.flags & (ts.TypeFlags.Number | ts.TypeFlags.NumberLiteral)) !== 0 &&
      !(type.flags & ts.TypeFlags.EnumLike)
    );
  }

  private text(type: ts.Type): string {
    const text = this.source.checker.typeToString(type);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  }

  private convertNew(type: ts.Type): FlowType | Problem {
    const { flags } = type;
    if (flags & ts.TypeFlags.EnumLike) return this.convertEnum(type);
    if (flags & ts.TypeFlags.BooleanLike) return flow.BOOL;
    if (flags & ts.TypeFlags.NumberLiteral) {
      return Number.isInteger((type as ts.NumberLiteralType).value) ? flow.INT : flow.FLOAT;
    }
    if (flags & ts.TypeFlags.Number)
      return new Problem('declared-type', 'a plain number: declare it `int` or `float`');
    if (flags & ts.TypeFlags.StringLike) return flow.STRING;
    if (flags & ts.TypeFlags.Null) return flow.NULL;
    if (flags & ts.TypeFlags.Undefined) return new Problem('undefined', 'undefined: use null');
    if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Never)) return flow.VOID;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))
      return new Problem('no-any', `the type is ${this.text(type)}`);
    if (flags & ts.TypeFlags.NonPrimitive) return flow.OBJECT;
    if (type.isUnion()) return this.convertUnion(type.types, type);
    if (type.isIntersection()) return this.convertIntersection(type);
    if (flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional)) {
      const constraint = this.source.checker.getBaseConstraintOfType(type);
      return constraint === undefined || constraint.flags & ts.TypeFlags.Unknown
        ? flow.OBJECT
        : this.convert(constraint);
    }
    if (flags & ts.TypeFlags.Object) return this.convertObject(type as ts.ObjectType);
    return new Problem('object-type', `${this.text(type)} is not a type of RTypeScript`);
  }

  private convertEnum(type: ts.Type): FlowType | Problem {
    const members = type.isUnion() ? type.types : [type];
    if (members.some((member) => member.flags & ts.TypeFlags.StringLiteral)) {
      return new Problem('union', `${this.text(type)} has members that are not ints`);
    }
    return flow.INT;
  }

  private convertUnion(members: readonly ts.Type[], whole: ts.Type): FlowType | Problem {
    const numbers = members.filter((member) => !(member.flags & ts.TypeFlags.NumberLiteral));
    // Literals take the type of the flavoured numbers that they are with.
    if (numbers.length < members.length && numbers.length > 0) {
      const type = this.convertUnion(numbers, whole);
      if (type instanceof Problem || type.kind === 'int' || type.kind === 'float') return type;
    } else if (numbers.length === 0) {
      return members.every((member) => this.convert(member).kind === 'int') ? flow.INT : flow.FLOAT;
    }
    let result: FlowType | null = null;
    let hasNull = false;
    for (const member of members) {
      const type = this.convert(member);
      if (type instanceof Problem) return type;
      if (type.kind === 'null') hasNull = true;
      else if (result === null || flow.isAssignable(result, type)) result = type;
      else if (!flow.isAssignable(type, result)) {
        const base: ClassModel | null =
          result.kind === 'ref' && type.kind === 'ref' && result.cls !== null && type.cls !== null
            ? commonBase(result.cls, type.cls)
            : null;
        if (base === null) return new Problem('union', `${this.text(whole)}: only \`T | null\` is allowed`);
        result = base.type;
      }
    }
    if (result === null) return flow.NULL;
    if (hasNull && !flow.isNullable(result)) {
      return new Problem(
        'union',
        `${this.text(whole)}: a value of type ${flow.typeToString(result)} can't be null`,
      );
    }
    return result;
  }

  private flavour(type: ts.Type, name: string): string | null {
    const property = type.getProperty(name);
    if (property === undefined) return null;
    const declared = this.source.checker.getTypeOfSymbol(property);
    const members = declared.isUnion() ? declared.types : [declared];
    for (const member of members) if (member.isStringLiteral()) return member.value;
    return null;
  }

  private convertIntersection(type: ts.IntersectionType): FlowType | Problem {
    const { types } = type;
    if (types.some((one) => one.flags & ts.TypeFlags.NumberLike)) {
      const flavour = types.map((one) =>
        one.flags & ts.TypeFlags.Object ? this.flavour(one, '__flavor') : null,
      );
      if (flavour.includes('int'))
        return flavour.includes('float') ? new Problem('union', 'both int and float') : flow.INT;
      if (flavour.includes('float')) return flow.FLOAT;
    }
    const tags = types.filter(
      (one) => one.getProperty('__fixed') !== undefined || one.getProperty('__items') !== undefined,
    );
    const others = types.filter((one) => !tags.includes(one));
    for (const tag of tags) {
      const items = this.flavour(tag, '__items');
      if (items !== null) return items === 'int' ? flow.INTS : flow.FLOATS;
      const [array] = others;
      const converted = array === undefined ? flow.OBJECT : this.convert(array);
      if (converted instanceof Problem || converted.kind !== 'list') return converted;
      return flow.fixedOf(converted.item);
    }
    // What narrowing by instanceof leaves: the most derived class.
    let best: FlowType | Problem | null = null;
    for (const one of types) {
      const converted = this.convert(one);
      if (converted instanceof Problem) best ??= converted;
      else if (best === null || best instanceof Problem || flow.isAssignable(converted, best))
        best = converted;
    }
    return best ?? flow.OBJECT;
  }

  private convertObject(type: ts.ObjectType): FlowType | Problem {
    const { checker } = this.source;
    if (checker.isTupleType(type)) return this.convertTuple(type as ts.TypeReference);
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      const converted = item === undefined ? flow.OBJECT : this.convert(item);
      return converted instanceof Problem ? converted : flow.listOf(converted);
    }
    const symbol = type.getSymbol();
    const declaration = symbol?.declarations?.find((one): one is ts.ClassDeclaration => ts.isClassLike(one));
    if (symbol !== undefined && declaration !== undefined) {
      const cls = this.classOf(declaration);
      if (cls instanceof Problem) return cls;
      const isClassItself = type.objectFlags & ts.ObjectFlags.Anonymous;
      return isClassItself ? flow.CLASSREF : cls.type;
    }
    if (symbol?.declarations?.some((one) => this.source.isLibrary(one)) === true) {
      const typed = typedArrays.get(symbol.name);
      if (typed !== undefined) return typed;
    }
    const calls = type.getCallSignatures();
    const [call] = calls;
    if (call !== undefined && calls.length === 1 && type.getProperties().length === 0)
      return this.convertSignature(call);
    if (type.getConstructSignatures().length > 0) return flow.CLASSREF;
    return new Problem('object-type', `${this.text(type)} is not a class of RTypeScript`);
  }

  private convertTuple(type: ts.TypeReference): FlowType | Problem {
    const items = this.source.checker.getTypeArguments(type);
    const result = items.length === 0 ? flow.OBJECT : this.convertUnion(items, type);
    if (result instanceof Problem)
      return new Problem('tuple', `${this.text(type)}: its items have different types`);
    return flow.fixedOf(result);
  }

  convertSignature(signature: ts.Signature): FlowType | Problem {
    const { checker } = this.source;
    const params: FlowType[] = [];
    for (const symbol of signature.getParameters()) {
      const converted = this.convert(checker.getTypeOfSymbol(symbol));
      if (converted instanceof Problem) return converted;
      params.push(converted);
    }
    const result = this.convert(checker.getReturnTypeOfSignature(signature));
    return result instanceof Problem ? result : flow.functionOf(params, result);
  }
}
