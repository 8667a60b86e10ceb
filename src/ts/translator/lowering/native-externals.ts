/** Externals that machine code serves itself, without a call of the host: by a function of the runtime, or by one of C's of doubles. */
const inRuntime: Readonly<Record<string, readonly string[]>> = {
  'posix.*libc/files#': [
    ...[
      'stat',
      'fstat',
      'open',
      'close',
      'read',
      'write',
      'pread',
      'pwrite',
      'lseek',
      'ftruncate',
      'truncate',
    ],
    ...[
      'fsync',
      'isatty',
      'dup',
      'dup2',
      'pipe',
      'inheritable',
      'setInheritable',
      'listdir',
      'mkdir',
      'rmdir',
      'unlink',
      'rename',
      'link',
      'symlink',
      'readlink',
    ],
    ...['chmod', 'fchmod', 'chown', 'fchown', 'utime', 'access', 'getcwd'],
  ],
  'posix.*libc/processes#': ['umask', 'ids', 'kill', 'exit', 'urandom'],
  'time.*libc/processes#': ['time', 'cpu', 'nanoseconds', 'sleep', 'localOffset', 'zoneName'],
};

/** External to function of the runtime, both by name; their types are the same. */
export const runtimeExternals: ReadonlyMap<string, string> = new Map(
  Object.entries(inRuntime).flatMap(([places, names]) => {
    const [prefix = '', module = ''] = places.split('*');
    return names.map((name) => [prefix + name, module + name]);
  }),
);

/** External to function of C. */
export const cExternals: ReadonlyMap<string, string> = new Map([
  ['libm.pow', 'pow'],
  ['libm.exp', 'exp'],
  ['libm.log', 'log'],
]);
