/**
 * The program's source through TypeScript's compiler API: syntax trees, symbols, types, names of modules.
 *
 * A module's name is its path below the repository's root without extension (`src/ts/rlib/int`); the JavaScript
 * that was emitted for it is `lib/<name>.js`.
 */
import path from 'node:path';
import ts from 'typescript';
import type { Position } from '../flow/graph.js';

export interface SourceOptions {
  /** The folder of tsconfig.json. */
  readonly root: string;
  /** Files below the root; what they import comes along. */
  readonly files: readonly string[];
  /** Modules that are imported after the files' JavaScript, and change what that has made: no source of the program. */
  readonly completedBy?: readonly string[];
  /** Texts of files that need not exist, by path below the root. */
  readonly overlay?: ReadonlyMap<string, string>;
  /** Modules whose functions give way to those of the same names in other modules. */
  readonly replacedModules?: ReadonlyMap<string, string>;
}

export class Source {
  readonly checker: ts.TypeChecker;
  private readonly moduleNames = new Map<ts.SourceFile, string>();

  private constructor(
    readonly root: string,
    readonly program: ts.Program,
    private readonly replacedModules: ReadonlyMap<string, string>,
  ) {
    this.checker = program.getTypeChecker();
  }

  static load(options: SourceOptions): Source {
    const { root, overlay } = options;
    const texts = new Map([...(overlay ?? [])].map(([name, text]) => [path.join(root, name), text]));
    const compilerOptions = readCompilerOptions(root);
    const host = ts.createCompilerHost(compilerOptions, true);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (name) => texts.has(name) || fileExists(name);
    host.readFile = (name) => texts.get(name) ?? readFile(name);
    host.getSourceFile = (name, languageVersion, ...rest) => {
      const text = texts.get(name);
      if (text === undefined) return getSourceFile(name, languageVersion, ...rest);
      return ts.createSourceFile(name, text, languageVersion, true);
    };
    const rootNames = options.files.map((name) => path.join(root, name));
    const program = ts.createProgram({ rootNames, options: compilerOptions, host });
    return new Source(root, program, options.replacedModules ?? new Map());
  }

  /** The source files of the project itself. */
  get files(): ts.SourceFile[] {
    return this.program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  }

  moduleName(file: ts.SourceFile): string {
    let name = this.moduleNames.get(file);
    if (name === undefined) {
      name = this.makeModuleName(file);
      this.moduleNames.set(file, name);
    }
    return name;
  }

  private makeModuleName(file: ts.SourceFile): string {
    return path.relative(this.root, file.fileName).replaceAll(path.sep, '/').replace(/\.ts$/, '');
  }

  findModule(name: string): ts.SourceFile | null {
    return this.program.getSourceFile(path.join(this.root, `${name}.ts`)) ?? null;
  }

  position(node: ts.Node): Position {
    const file = node.getSourceFile();
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
    return { file: `${this.moduleName(file)}.ts`, line: line + 1, column: character + 1 };
  }

  /** The symbol that a name means, imports followed. */
  findSymbol(node: ts.Node): ts.Symbol | null {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (symbol === undefined) return null;
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** A top-level declaration of a module. */
  findTopLevel(module: string, name: string): ts.Declaration | null {
    const file = this.findModule(module);
    for (const statement of file?.statements ?? []) {
      if (
        (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
        statement.name?.text === name
      ) {
        return statement;
      }
    }
    return null;
  }

  /** The function that takes the place of a top-level function. */
  findReplacement(declaration: ts.FunctionDeclaration): ts.FunctionDeclaration | null {
    const module = this.replacedModules.get(this.moduleName(declaration.getSourceFile()));
    if (module === undefined) return null;
    const found = this.findTopLevel(module, declaration.name?.text ?? '');
    return found !== null && ts.isFunctionDeclaration(found) ? found : null;
  }

  isLibrary(declaration: ts.Node): boolean {
    return declaration.getSourceFile().isDeclarationFile;
  }
}

function readCompilerOptions(root: string): ts.CompilerOptions {
  const file = path.join(root, 'tsconfig.json');
  const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
  const config: unknown = read.config;
  const { error } = read;
  if (error !== undefined)
    throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`);
  const parsed = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  // The global types of the test runner are not needed, and cost time.
  return { ...parsed.options, types: ['node'], incremental: false, tsBuildInfoFile: undefined, noEmit: true };
}

/** Names of JSDoc tags, such as `elidable`. */
export function hintsOf(node: ts.Node): ReadonlySet<string> {
  return new Set(ts.getJSDocTags(node).map((tag) => tag.tagName.text));
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((one) => one.kind === kind) ?? false);
}

export function skipParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? skipParentheses(node.expression) : node;
}

/** `@hosted`: what exists in JavaScript only, such as the error of a broken promise. */
const exempting = new Set(['loadTime', 'hosted']);

/** Whether a declaration, or the file or class that it is in, has the tag `@loadTime`, or itself the tag `@hosted`. */
export function isMarkedLoadTime(node: ts.Node): boolean {
  if (ts.getJSDocTags(node).some((tag) => exempting.has(tag.tagName.text))) return true;
  if (ts.isClassElement(node)) return isMarkedLoadTime(node.parent);
  const file = node.getSourceFile();
  const [head] = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  return head !== undefined && file.text.slice(head.pos, head.end).includes('@loadTime');
}
