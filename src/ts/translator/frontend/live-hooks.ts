/**
 * Module hooks that load a second, separate instance of a program: its modules' addresses carry `?rts=<id>`, and
 * each gets a last line that hands out a reader of its top-level bindings, exported or not. Node runs this file
 * in its thread for hooks.
 */
import type { LoadHook, ResolveHook } from 'node:module';

export const bindingsKey = 'rtypescript.bindings';

const accessor = `\n;globalThis[Symbol.for('${bindingsKey}')].set(import.meta.url, (rtsBinding) => eval(rtsBinding));\n`;

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context);
  const query = context.parentURL === undefined ? null : new URL(context.parentURL).searchParams.get('rts');
  if (query === null || !resolved.url.startsWith('file:') || resolved.url.includes('/node_modules/'))
    return resolved;
  const url = new URL(resolved.url);
  url.searchParams.set('rts', query);
  return { ...resolved, url: url.href };
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (!url.startsWith('file:') || !new URL(url).searchParams.has('rts') || loaded.format !== 'module')
    return loaded;
  const { source } = loaded;
  const text = typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
  return { ...loaded, source: text + accessor };
};
