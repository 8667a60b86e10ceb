/** The folder of this package: the nearest one above this file with a `package.json`, wherever the file was bundled to. */
import fs from 'node:fs';
import path from 'node:path';

function findPackageRoot(): string {
  let folder = import.meta.dirname;
  while (!fs.existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder)
      throw new Error(
        `no package.json above ${import.meta.dirname}: tspy-native is not whole, install it again`,
      );
    folder = above;
  }
  return folder;
}

export const packageRoot = findPackageRoot();
