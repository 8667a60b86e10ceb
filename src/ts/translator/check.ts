/** Checks programs against the rules of RTypeScript: what `check-main.ts` prints. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { FunctionModel } from './flow/model.js';
import { ClassModel } from './flow/model.js';
import { startingModules, type EntryPoint } from './entry-points.js';
import { FrontEnd } from './frontend/front-end.js';
import { findIntrinsic, findSpecialFunction, isOpaqueClass } from './frontend/intrinsics.js';
import type { Diagnostic } from './frontend/diagnostics.js';
import { Reach } from './frontend/reach.js';
import { isMarkedLoadTime } from './frontend/source.js';
import { findLoadTimeFunctions } from './load-time.js';

export interface CheckOptions {
  readonly root: string;
  readonly entryPoints: readonly EntryPoint[];
  /** Below the root; all their functions count as entry points. */
  readonly folders: readonly string[];
  readonly isLive: boolean;
}

export interface CheckOutcome {
  /** One text per error: position, rule, message, and the path that reaches it. */
  readonly report: readonly string[];
  readonly summary: string;
}

export async function checkProgram(options: CheckOptions): Promise<CheckOutcome> {
  const started = performance.now();
  const { root } = options;
  const folderFiles = options.folders.flatMap((folder) => typescriptFiles(root, folder));
  const files = [
    ...new Set([
      ...options.entryPoints.flatMap(startingModules).map((one) => `${one.module}.ts`),
      ...folderFiles,
    ]),
  ];
  const frontEnd = options.isLive
    ? await FrontEnd.fromProgram({ root, files })
    : FrontEnd.fromSource({ root, files });
  const reach = new Reach(frontEnd);
  const missing: string[] = [];
  for (const { module, functions } of options.entryPoints.flatMap(startingModules)) {
    for (const name of functions) {
      const fn = frontEnd.findFunction(module, name);
      if (fn === null)
        missing.push(`${module}.ts:1:1: entry-point: ${name} is not a function of this module`);
      else reach.add(fn, null);
    }
  }
  reach.run();
  const { source } = frontEnd;
  const folderSources = folderFiles.flatMap((file) => source.findModule(file.replace(/\.ts$/, '')) ?? []);
  const loadTime = findLoadTimeFunctions(source, folderSources);
  for (const file of folderFiles)
    for (const fn of functionsOfFile(frontEnd, file, loadTime)) reach.add(fn, null);
  reach.run();
  const report = [
    ...missing,
    ...sorted(frontEnd.diagnostics.list).map((one) => formatDiagnostic(one, reach)),
  ];
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const count = `${report.length} ${report.length === 1 ? 'error' : 'errors'}`;
  const operations = countOperations(reach.reachedFrom.keys());
  const checked = `${reach.reachedFrom.size} functions of ${operations} operations`;
  return { report, summary: `${count}; ${checked} built and verified in ${seconds} s` };
}

function countOperations(functions: Iterable<FunctionModel>): number {
  let count = 0;
  for (const { graph } of functions)
    for (const block of graph?.blocks ?? []) count += block.operations.length;
  return count;
}

function typescriptFiles(root: string, folder: string): string[] {
  const start = path.join(root, folder);
  if (fs.statSync(start).isFile()) return [folder];
  return fs
    .readdirSync(start, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => path.join(folder, name).replaceAll(path.sep, '/'))
    .sort();
}

/** Functions and methods declared in a file, without those that are operations. */
function functionsOfFile(frontEnd: FrontEnd, file: string, loadTime: ReadonlySet<ts.Node>): FunctionModel[] {
  const { models, source } = frontEnd;
  const module = file.replace(/\.ts$/, '');
  const hasBody = (name: string): boolean =>
    findIntrinsic(module, name) === null && findSpecialFunction(module, name) === null;
  const found: FunctionModel[] = [];
  for (const statement of source.findModule(module)?.statements ?? []) {
    if (ts.isFunctionDeclaration(statement) && statement.body !== undefined) {
      if (isMarkedLoadTime(statement) || loadTime.has(statement) || !hasBody(statement.name?.text ?? ''))
        continue;
      found.push(models.functionOf(statement));
    } else if (ts.isClassDeclaration(statement)) {
      if (isMarkedLoadTime(statement) || isOpaqueClass(module, statement.name?.text ?? '')) continue;
      const cls = models.ensureClass(statement);
      if (!(cls instanceof ClassModel)) {
        frontEnd.report(statement, cls.rule, cls.message);
        continue;
      }
      cls.ensureMembers();
      for (const member of statement.members) {
        if (ts.isMethodDeclaration(member) && member.body !== undefined && !isMarkedLoadTime(member))
          found.push(models.functionOf(member));
      }
      const constructor = models.findConstructor(cls);
      if (constructor?.owner === cls && !isMarkedLoadTime(models.declarationOf(constructor)))
        found.push(constructor);
    }
  }
  return found;
}

function sorted(list: readonly Diagnostic[]): Diagnostic[] {
  return [...list].sort(
    (a, b) =>
      a.position.file.localeCompare(b.position.file) ||
      a.position.line - b.position.line ||
      a.position.column - b.position.column,
  );
}

function formatDiagnostic({ position, rule, message, fn }: Diagnostic, reach: Reach): string {
  const line = `${position.file}:${position.line}:${position.column}: ${rule}: ${message}`;
  if (fn === null) return line;
  const path = reach.pathTo(fn).map((one) => one.name);
  const shown = path.length > 8 ? [...path.slice(0, 5), '...', ...path.slice(-2)] : path;
  return `${line}\n  reached by ${shown.join(' <- ')}`;
}
