/**
 * Makes a Python program smaller as long as it stays interesting: leaves out lines with what is indented below them, many at once as long as that
 * goes, and puts the body of a compound statement into its place. It knows nothing of Python but indentation: what is no program any more is not
 * interesting.
 */
export function reducePython(source: string, isInteresting: (source: string) => boolean): string {
  let lines = source.split('\n').filter((line) => line.trim() !== '');
  const attempt = (candidate: readonly string[]): boolean => {
    if (!isInteresting(`${candidate.join('\n')}\n`)) return false;
    lines = [...candidate];
    return true;
  };
  for (let before = -1; before !== lines.length;) {
    before = lines.length;
    for (let size = lines.length >> 1; size > 0; size >>= 1) {
      for (let at = 0; at < lines.length;) {
        const end = endOf(lines, at, size);
        if (!attempt([...lines.slice(0, at), ...lines.slice(end)])) at += size;
      }
    }
    for (let at = lines.length - 1; at >= 0; at--) {
      const end = endOf(lines, at, 1);
      if (end - at === 1) continue;
      const body = lines.slice(at + 1, end);
      const less = indentOf(body[0]) - indentOf(lines[at]);
      attempt([...lines.slice(0, at), ...body.map((line) => line.slice(less)), ...lines.slice(end)]);
    }
  }
  return `${lines.join('\n')}\n`;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Behind `count` statements and all that is in them, not further than their block. */
function endOf(lines: readonly string[], at: number, count: number): number {
  const indent = indentOf(lines[at]);
  let end = at;
  for (let i = 0; i < count && end < lines.length && indentOf(lines[end]) === indent; i++) {
    end++;
    while (end < lines.length && indentOf(lines[end]) > indent) end++;
  }
  return end;
}
