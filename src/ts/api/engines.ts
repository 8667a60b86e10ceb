/**
 * Which life an interpreter runs in: translated where the addon and the image load, hosted otherwise or where it is asked for. The engines are large
 * programs, loaded from their bundles when they are first needed.
 */
import { loadBundle } from '../host/bundle.js';
import type { EngineMaker, Life } from './engine.js';

const makers = new Map<Life, EngineMaker>();

/** Supplies the modules of an engine that have been loaded otherwise. */
export function provideEngine(life: Life, maker: EngineMaker): void {
  makers.set(life, maker);
}

function isMaker(value: unknown): value is EngineMaker {
  return typeof value === 'object' && value !== null && 'startEngine' in value && 'findObstacle' in value;
}

export function getEngineMaker(life: Life): EngineMaker {
  const known = makers.get(life);
  if (known !== undefined) return known;
  const loaded = loadBundle(`api-${life}`);
  if (!isMaker(loaded)) {
    throw new Error(
      `tspy-native is not built, or its bundle lib/bundle/api-${life}.cjs is older than its modules: run node tools/build.mjs`,
    );
  }
  makers.set(life, loaded);
  return loaded;
}

/** Why interpreters do not run translated, in one line; null if they do. */
export function findHostedReason(isAskedFor: boolean): string | null {
  if (isAskedFor) return 'asked for by the option hosted';
  if ((process.env.TSPY_HOSTED ?? '') !== '') return 'asked for by TSPY_HOSTED';
  return getEngineMaker('translated').findObstacle();
}
