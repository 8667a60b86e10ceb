/** Programs that exist for one test: source texts as files of the samples' folder, emitted only while they load. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './agreement.js';

/** Emits JavaScript for the texts (by module name), runs `use`, and removes the files again. */
export async function withEmitted<T>(texts: ReadonlyMap<string, string>, use: () => Promise<T>): Promise<T> {
  const files = [...texts].map(([module, text]) => {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        useDefineForClassFields: false,
      },
    });
    const file = path.join(root, 'lib', `${module}.js`);
    fs.writeFileSync(file, outputText);
    return file;
  });
  try {
    return await use();
  } finally {
    for (const file of files) fs.rmSync(file);
  }
}

export function overlayOf(texts: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...texts].map(([module, text]) => [`${module}.ts`, text]));
}
