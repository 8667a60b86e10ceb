/** What the program that runs may ask of the JIT: the host functions of module `pypyjit`, by name. */
import { countRows } from './events.js';
import type { JitControl } from './loader.js';
import { JitOptionError, parseJitOptions, type JitSettings } from './parameters.js';

const NEVER = -1;

function settingsOf(control: JitControl, text: string): JitSettings {
  return (
    parseJitOptions(text, control.settings) ?? {
      ...control.settings,
      threshold: NEVER,
      function_threshold: NEVER,
    }
  );
}

export function jitFunctions(control: JitControl) {
  return Object.entries({
    /** What is wrong with the text, or nothing. */
    'jit.configure': (text: string): string => {
      try {
        control.configure(settingsOf(control, text));
        return '';
      } catch (error) {
        if (error instanceof JitOptionError) return error.message;
        throw error;
      }
    },
    'jit.releaseAll': (): void => {
      control.releaseAll();
    },
    'jit.counts': (): string => {
      const { counts } = control;
      if (counts === null) return '';
      const rows = Array.from(countRows(counts), ([name, value]) => {
        return name.startsWith('ms ') ? ['us ' + name.slice(3), Math.round(value * 1000)] : [name, value];
      });
      return rows.flat().join('\n');
    },
  });
}
