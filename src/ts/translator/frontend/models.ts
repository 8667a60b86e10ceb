/**
 * Makes the models of classes, functions, module variables and host functions from their declarations, on
 * demand, and keeps which declaration each came from. Breaches in signatures and members are reported here.
 */
import ts from 'typescript';
import { Constant } from '../flow/graph.js';
import { ClassModel, FunctionModel } from '../flow/model.js';
import type {
  ClassMembers,
  ExternalModel,
  FieldModel,
  FunctionKind,
  GlobalModel,
  ParameterModel,
} from '../flow/model.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { RLIB, isOpaqueClass } from './intrinsics.js';
import { NumberLiteral, foldNumbers, numberLiteral } from './literals.js';
import type { RuleName } from './rules.js';
import { hasModifier, hintsOf, type Source } from './source.js';
import { Problem, TypeConverter } from './types.js';

export type FunctionDeclaration =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  /** A class whose constructor is implied. */
  | ts.ClassLikeDeclaration;

export type Report = (node: ts.Node, rule: RuleName, message: string) => void;

export class Models {
  readonly types: TypeConverter;
  private readonly classes = new Map<ts.ClassLikeDeclaration, ClassModel | Problem>();
  private readonly functions = new Map<ts.Node, FunctionModel>();
  private readonly declarations = new Map<FunctionModel, FunctionDeclaration>();
  private readonly classDeclarations = new Map<ClassModel, ts.ClassLikeDeclaration>();
  private readonly globals = new Map<ts.Node, GlobalModel>();
  private readonly externals = new Map<ts.Node, ExternalModel>();

  constructor(
    readonly source: Source,
    private readonly report: Report,
  ) {
    this.types = new TypeConverter(source, (declaration) => this.ensureClass(declaration));
  }

  declarationOf(fn: FunctionModel): FunctionDeclaration {
    const declaration = this.declarations.get(fn);
    if (declaration === undefined) throw new Error(`${fn.fullName} has no declaration`);
    return declaration;
  }

  classDeclaration(cls: ClassModel): ts.ClassLikeDeclaration {
    const declaration = this.classDeclarations.get(cls);
    if (declaration === undefined) throw new Error(`${cls.fullName} has no declaration`);
    return declaration;
  }

  get allClasses(): Iterable<ClassModel> {
    return this.classDeclarations.keys();
  }

  /** The flow type, or ERROR after reporting why there is none. */
  typeAt(node: ts.Node, type: ts.Type): FlowType {
    const converted = this.types.convert(type);
    if (!(converted instanceof Problem)) return converted;
    this.report(node, converted.rule, converted.message);
    return flow.ERROR;
  }

  ensureClass(declaration: ts.ClassLikeDeclaration): ClassModel | Problem {
    let cls = this.classes.get(declaration);
    if (cls === undefined) {
      cls = this.makeClass(declaration);
      this.classes.set(declaration, cls);
      if (cls instanceof ClassModel) this.classDeclarations.set(cls, declaration);
    }
    return cls;
  }

  private makeClass(declaration: ts.ClassLikeDeclaration): ClassModel | Problem {
    const { source } = this;
    const name = declaration.name?.text ?? '(anonymous)';
    if (source.isLibrary(declaration))
      return new Problem('object-type', `${name} is not a class of RTypeScript`);
    let base: ClassModel | null = null;
    const baseNode = declaration.heritageClauses?.find((one) => one.token === ts.SyntaxKind.ExtendsKeyword)
      ?.types[0];
    if (baseNode !== undefined) {
      const baseDeclaration = source.findSymbol(baseNode.expression)?.valueDeclaration;
      const found =
        baseDeclaration !== undefined && ts.isClassLike(baseDeclaration)
          ? this.ensureClass(baseDeclaration)
          : new Problem('base-class', `the base of ${name} is not a class of RTypeScript`);
      if (found instanceof Problem) {
        this.report(baseNode, 'base-class', `the base of ${name} is not a class of RTypeScript`);
        return new Problem('base-class', `the base of ${name} is not a class of RTypeScript`);
      }
      base = found;
    }
    const isAbstract = hasModifier(declaration, ts.SyntaxKind.AbstractKeyword);
    const module = source.moduleName(declaration.getSourceFile());
    const cls: ClassModel = new ClassModel(name, module, base, isAbstract, () =>
      this.makeMembers(cls, declaration),
    );
    return cls;
  }

  private makeMembers(cls: ClassModel, declaration: ts.ClassLikeDeclaration): ClassMembers {
    const fields = new Map<string, FieldModel>();
    const methods = new Map<string, FunctionModel>();
    const addField = (name: string, node: ts.PropertyDeclaration | ts.ParameterDeclaration): void => {
      const inherited = cls.base?.findField(name) ?? null;
      if (inherited !== null) return;
      const isReadonly = hasModifier(node, ts.SyntaxKind.ReadonlyKeyword);
      fields.set(name, { name, owner: cls, type: this.declaredType(node), isReadonly, hints: hintsOf(node) });
    };
    for (const member of isOpaqueClass(cls.module, cls.name) ? [] : declaration.members) {
      const isStatic = hasModifier(member, ts.SyntaxKind.StaticKeyword);
      if (ts.isPropertyDeclaration(member)) {
        if (ts.isIdentifier(member.name)) {
          if (!isStatic) addField(member.name.text, member);
        } else this.report(member, 'class-member', `${cls.name} has a field without a plain name`);
      } else if (ts.isMethodDeclaration(member)) {
        if (!ts.isIdentifier(member.name))
          this.report(member, 'class-member', `${cls.name} has a method without a plain name`);
        else if (!isStatic && this.hasBody(member)) methods.set(member.name.text, this.functionOf(member));
      } else if (ts.isConstructorDeclaration(member)) {
        for (const param of member.parameters) {
          if (ts.isParameterPropertyDeclaration(param, member) && ts.isIdentifier(param.name))
            addField(param.name.text, param);
        }
      } else if (!ts.isSemicolonClassElement(member) && !ts.isClassStaticBlockDeclaration(member)) {
        this.report(member, 'class-member', `${cls.name} has a getter, setter or index signature`);
      }
    }
    return { fields, methods };
  }

  private hasBody(member: ts.MethodDeclaration): boolean {
    return member.body !== undefined || hasModifier(member, ts.SyntaxKind.AbstractKeyword);
  }

  /** The type of a variable, field or parameter by its declaration; a number may show it by its initializer. */
  declaredType(node: ts.PropertyDeclaration | ts.ParameterDeclaration | ts.VariableDeclaration): FlowType {
    const type = this.source.checker.getTypeAtLocation(node);
    if (this.types.isPlainNumber(type) && node.type === undefined && node.initializer !== undefined) {
      const literal = this.evidentNumber(node.initializer);
      if (literal !== null) return literal.type;
    }
    return this.typeAt(node, type);
  }

  functionOf(declaration: FunctionDeclaration): FunctionModel {
    const replacement = ts.isFunctionDeclaration(declaration)
      ? this.source.findReplacement(declaration)
      : null;
    const node = replacement ?? declaration;
    let fn = this.functions.get(node);
    if (fn === undefined) {
      fn = this.makeFunction(node);
      this.functions.set(node, fn);
      this.declarations.set(fn, node);
    }
    return fn;
  }

  /** The constructor that runs for `new cls(...)`: its own, implied by initializers, or inherited; null if there is nothing to run. */
  findConstructor(cls: ClassModel): FunctionModel | null {
    const declaration = this.classDeclaration(cls);
    const explicit = declaration.members.find(
      (one): one is ts.ConstructorDeclaration => ts.isConstructorDeclaration(one) && one.body !== undefined,
    );
    if (explicit !== undefined) return this.functionOf(explicit);
    const hasInitializer = declaration.members.some(
      (one) =>
        ts.isPropertyDeclaration(one) &&
        one.initializer !== undefined &&
        !hasModifier(one, ts.SyntaxKind.StaticKeyword),
    );
    if (hasInitializer) return this.functionOf(declaration);
    return cls.base === null ? null : this.findConstructor(cls.base);
  }

  private ownerOf(node: FunctionDeclaration): ClassModel | null {
    const declaration = ts.isClassLike(node) ? node : node.parent;
    if (!ts.isClassLike(declaration)) return null;
    const cls = this.ensureClass(declaration);
    return cls instanceof ClassModel ? cls : null;
  }

  private makeFunction(node: FunctionDeclaration): FunctionModel {
    const owner = this.ownerOf(node);
    const module = this.source.moduleName(node.getSourceFile());
    if (ts.isClassLike(node)) {
      const inherited = owner?.base == null ? null : this.findConstructor(owner.base);
      return new FunctionModel(
        'constructor',
        module,
        owner,
        'constructor',
        inherited?.params ?? [],
        flow.VOID,
        false,
        false,
        new Set(),
      );
    }
    const isStatic = hasModifier(node, ts.SyntaxKind.StaticKeyword);
    const kind: FunctionKind = ts.isConstructorDeclaration(node)
      ? 'constructor'
      : ts.isFunctionDeclaration(node)
        ? 'function'
        : isStatic
          ? 'static'
          : 'method';
    const name = ts.isConstructorDeclaration(node) ? 'constructor' : (node.name?.getText() ?? 'default');
    if (node.asteriskToken !== undefined || hasModifier(node, ts.SyntaxKind.AsyncKeyword)) {
      this.report(node, 'generator', `${name} is a generator or async`);
    }
    const params = node.parameters
      .filter((one) => one.name.getText() !== 'this')
      .map((one) => this.parameter(one));
    let result: FlowType = flow.VOID;
    let neverReturns = false;
    if (kind !== 'constructor') {
      const signature = this.source.checker.getSignatureFromDeclaration(node);
      const type =
        signature === undefined ? undefined : this.source.checker.getReturnTypeOfSignature(signature);
      if (type !== undefined) {
        neverReturns = (type.flags & ts.TypeFlags.Never) !== 0;
        if (node.type === undefined && this.types.isPlainNumber(type)) {
          this.report(node, 'declared-type', `the result of ${name} has no declared type`);
          result = flow.ERROR;
        } else result = this.typeAt(node.type ?? node, type);
      }
    }
    const isAbstract = kind === 'method' && hasModifier(node, ts.SyntaxKind.AbstractKeyword);
    if (kind === 'method' && owner !== null) this.padToOverridden(node, name, owner, params, result);
    return new FunctionModel(
      kind,
      module,
      owner,
      name,
      params,
      result,
      neverReturns,
      isAbstract,
      hintsOf(node),
    );
  }

  /** A method gets the parameters that the method it overrides has beyond its own. */
  private padToOverridden(
    node: ts.Node,
    name: string,
    owner: ClassModel,
    params: ParameterModel[],
    result: FlowType,
  ): void {
    const overridden = owner.base?.findMethod(name) ?? null;
    if (overridden === null) return;
    const complain = (what: string): void =>
      this.report(node, 'override', `${owner.name}.${name}: ${what} than in ${overridden.owner?.name ?? ''}`);
    if (params.length > overridden.params.length) complain('more parameters');
    overridden.params.forEach((theirs, i) => {
      const own = params[i];
      if (own === undefined) params.push(theirs);
      else if (!flow.isSameRepresentation(own.type, theirs.type))
        complain(`parameter ${own.name} has another type`);
      // A call fills in what the receiver's static class says; hosted it is the callee's.
      else if (isOtherDefault(own, theirs)) complain(`parameter ${own.name} has another default value`);
    });
    if (!flow.isSameRepresentation(result, overridden.result)) complain('another result type');
  }

  private parameter(node: ts.ParameterDeclaration): ParameterModel {
    const name = node.name.getText();
    if (node.dotDotDotToken !== undefined || node.questionToken !== undefined) {
      this.report(node, 'optional-parameter', `parameter ${name} is left open`);
      return { name, type: flow.ERROR, defaultValue: null };
    }
    if (!ts.isIdentifier(node.name)) {
      this.report(node, 'destructuring', 'a parameter that takes an object apart');
      return { name, type: flow.ERROR, defaultValue: null };
    }
    const type = this.declaredType(node);
    return {
      name,
      type,
      defaultValue: node.initializer === undefined ? null : this.defaultValue(node.initializer, type),
    };
  }

  private defaultValue(node: ts.Expression, type: FlowType): Constant {
    const number = numberLiteral(node);
    if (number !== null) return new Constant(type, number.value as number);
    if (node.kind === ts.SyntaxKind.NullKeyword) return new Constant(type, null);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return new Constant(type, true);
    if (node.kind === ts.SyntaxKind.FalseKeyword) return new Constant(type, false);
    if (ts.isStringLiteralLike(node)) return new Constant(type, node.text);
    const value = this.constantValue(node);
    if (value !== null) return new Constant(type, value);
    this.report(node, 'optional-parameter', 'the default value is not a literal');
    return new Constant(flow.ERROR, null);
  }

  /** The value of a const enum member or of a constant that TypeScript knows by its type. */
  constantValue(node: ts.Expression): number | string | boolean | null {
    if (ts.isPropertyAccessExpression(node)) {
      const value = this.source.checker.getConstantValue(node);
      if (value !== undefined) return value;
    }
    return literalValue(this.source.checker.getTypeAtLocation(node));
  }

  /** The number that an initializer shows: literals, const enum members, constants like this one, operators. */
  evidentNumber(node: ts.Expression): NumberLiteral | null {
    const literal = numberLiteral(node);
    if (literal !== null) return literal;
    if (ts.isParenthesizedExpression(node)) return this.evidentNumber(node.expression);
    if (ts.isBinaryExpression(node)) {
      const left = this.evidentNumber(node.left);
      const right = this.evidentNumber(node.right);
      return left === null || right === null ? null : foldNumbers(node.operatorToken.kind, left, right);
    }
    if (ts.isIdentifier(node)) {
      const declaration = this.source.findSymbol(node)?.valueDeclaration;
      if (
        declaration === undefined ||
        !ts.isVariableDeclaration(declaration) ||
        declaration.type !== undefined
      )
        return null;
      if (!(declaration.parent.flags & ts.NodeFlags.Const) || declaration.initializer === undefined)
        return null;
      return this.evidentNumber(declaration.initializer);
    }
    const value = ts.isPropertyAccessExpression(node)
      ? this.source.checker.getConstantValue(node)
      : undefined;
    return typeof value === 'number' ? new NumberLiteral(value, false) : null;
  }

  globalOf(node: ts.VariableDeclaration): GlobalModel {
    let global = this.globals.get(node);
    if (global === undefined) {
      const module = this.source.moduleName(node.getSourceFile());
      global = { module, name: node.name.getText(), type: this.globalType(node) };
      this.globals.set(node, global);
    }
    return global;
  }

  private globalType(node: ts.VariableDeclaration): FlowType {
    const type = this.types.convert(this.source.checker.getTypeAtLocation(node));
    if (!(type instanceof Problem) || type.rule === 'declared-type') return this.declaredType(node);
    this.report(node, 'module-state', type.message);
    return flow.ERROR;
  }

  /** The host function that a constant is, if its initializer is `external<...>('name')`. */
  findExternal(node: ts.VariableDeclaration): ExternalModel | null {
    const known = this.externals.get(node);
    if (known !== undefined) return known;
    const call = node.initializer;
    if (call === undefined || !ts.isCallExpression(call)) return null;
    const callee = this.source.findSymbol(call.expression)?.valueDeclaration;
    if (callee === undefined || !ts.isFunctionDeclaration(callee) || callee.name?.text !== 'external')
      return null;
    if (this.source.moduleName(callee.getSourceFile()) !== `${RLIB}/external`) return null;
    const [name] = call.arguments;
    const type = this.typeAt(node, this.source.checker.getTypeAtLocation(node));
    if (name === undefined || !ts.isStringLiteral(name) || type.kind !== 'function') {
      this.report(node, 'declared-type', 'an external is declared as `external<(a: int) => int>("name")`');
      return null;
    }
    const external = { name: name.text, params: type.params, result: type.result };
    this.externals.set(node, external);
    return external;
  }
}

function isOtherDefault(own: ParameterModel, theirs: ParameterModel): boolean {
  return (
    own.defaultValue !== null &&
    theirs.defaultValue !== null &&
    own.defaultValue.value !== theirs.defaultValue.value
  );
}

/** The value of a literal type that is not an enum's whole type. */
export function literalValue(type: ts.Type): number | string | boolean | null {
  if (type.isNumberLiteral() || type.isStringLiteral()) return type.value;
  if (type.flags & ts.TypeFlags.BooleanLiteral) {
    return (type as ts.Type & { readonly intrinsicName?: string }).intrinsicName === 'true';
  }
  return null;
}
