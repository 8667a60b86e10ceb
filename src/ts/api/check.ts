/** TypeErrors for arguments of the Node API: they name the function and the argument. */

/** What a value is, for messages. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'string':
      return 'a string';
    case 'number':
    case 'boolean':
    case 'bigint':
      return `${typeof value} ${String(value)}`;
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    default:
      return 'an object';
  }
}

export function argumentError(where: string, argument: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${where}: ${argument} must be ${expected}, not ${describeValue(value)}`);
}

export function checkString(where: string, argument: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw argumentError(where, argument, 'a string', value);
}

export function checkStrings(
  where: string,
  argument: string,
  value: unknown,
): asserts value is readonly string[] {
  if (!Array.isArray(value)) throw argumentError(where, argument, 'an array of strings', value);
  for (const [index, item] of value.entries()) {
    if (typeof item !== 'string') throw argumentError(where, `${argument}[${index}]`, 'a string', item);
  }
}

/** Checks an options object: only known names, each with its own check. */
export function checkOptions(
  where: string,
  argument: string,
  value: unknown,
  known: Readonly<Record<string, (where: string, argument: string, value: unknown) => void>>,
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw argumentError(where, argument, 'an object', value);
  }
  for (const [name, item] of Object.entries(value)) {
    if (!Object.hasOwn(known, name)) {
      throw new TypeError(
        `${where}: ${argument}.${name} is no option; there are ${Object.keys(known).join(', ')}`,
      );
    }
    if (item !== undefined) known[name]?.(where, `${argument}.${name}`, item);
  }
}
