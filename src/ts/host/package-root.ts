/** The folder of this package: the nearest one above this file with a `package.json`, wherever the file was bundled to. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function findPackageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder)
      throw new Error(
        `no package.json above ${fileURLToPath(import.meta.url)}: tspy-native is not whole, install it again`,
      );
    folder = above;
  }
  return folder;
}

export const packageRoot = findPackageRoot();
