/** Module `grp`: the group database, from its file. */
import { external } from '../../rlib/external.js';
import { splitString } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { reprText, toWord } from '../interp/convert.js';
import { keyError, typeError, typeName } from '../interp/errors.js';
import type { W_Root } from '../objects/root.js';
import { newStructSequence, structSequenceType } from '../objects/struct-sequence.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';

/** The lines of the group database, separated by NUL. */
const hostGroups = external<() => string>('posix.groupDatabase');

const groupType = structSequenceType('grp.struct_group', ['gr_name', 'gr_passwd', 'gr_gid', 'gr_mem'], 4);

function decimal(text: string): int {
  let result = 0;
  for (let i = 0; i < text.length; i++) result = result * 10 + (text.charCodeAt(i) - 48);
  return result;
}

function groupOf(line: string): W_Root | null {
  const fields = splitString(line, ':');
  if (fields.length < 4) return null;
  const members: W_Root[] = [];
  for (const name of splitString(fields[3] as string, ',')) if (name.length > 0) members.push(newStr(name));
  return newStructSequence(groupType, [
    newStr(fields[0] as string),
    newStr(fields[1] as string),
    newInt(decimal(fields[2] as string)),
    newListOwning(members),
  ]);
}

function findGroup(field: int, wanted: string): W_Root | null {
  for (const line of splitString(hostGroups(), '\0')) {
    const fields = splitString(line, ':');
    if (fields.length >= 4 && fields[field] === wanted) return groupOf(line);
  }
  return null;
}

function getgrgid(w_id: W_Root): W_Root {
  const id = toWord(w_id);
  const w_group = findGroup(2, `${id}`);
  if (w_group === null) throw keyError(newStr(`getgrgid(): gid not found: ${id}`));
  return w_group;
}

function getgrnam(w_name: W_Root): W_Root {
  if (!(w_name instanceof W_StrBase)) {
    throw typeError(`getgrnam() argument 'name' must be str, not ${typeName(w_name)}`);
  }
  const w_group = findGroup(0, w_name.utf8());
  if (w_group === null) throw keyError(newStr(`getgrnam(): name not found: ${reprText(w_name)}`));
  return w_group;
}

function getgrall(): W_Root {
  const groups: W_Root[] = [];
  for (const line of splitString(hostGroups(), '\0')) {
    const w_group = groupOf(line);
    if (w_group !== null) groups.push(w_group);
  }
  return newListOwning(groups);
}

export const grpModule = moduledef('grp', 'Access to the Unix group database.', [
  func('getgrgid', '($module, /, id)', getgrgid),
  func('getgrnam', '($module, /, name)', getgrnam),
  func('getgrall', '($module, /)', getgrall),
  value('struct_group', () => groupType),
]);
