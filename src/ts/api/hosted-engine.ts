/** The interpreter as JavaScript: one in each thread. */
// The interpreter's modules refer to each other in circles that load in this order only.
import '../host/hosted.js';
import { enterRequest } from '../python/interop/entry.js';
import { mailbox } from '../python/interop/mailbox.js';
import { provide } from '../rlib/external.js';
import { StackOverflow } from '../rlib/throwable.js';
import type { Engine, EngineOwner } from './engine.js';

export function findObstacle(): string | null {
  return null;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class HostedEngine implements Engine {
  readonly life = 'hosted';
  readonly mailbox = bufferOf(mailbox);
  memory = this.mailbox;

  enter(size: number, level: number): number {
    try {
      this.memory = bufferOf(enterRequest(size, level));
      return 0;
    } catch (error) {
      // The stack ended while an exception was being described: JavaScript's callers know it in V8's form.
      throw error instanceof StackOverflow ? new RangeError('Maximum call stack size exceeded') : error;
    }
  }

  dispose(): void {
    // It goes with the thread.
  }
}

export function startEngine(owner: EngineOwner): Engine {
  provide('api.message', () => owner.takeLongMessage());
  provide('api.serve', (request: Uint8Array) => owner.serve(bufferOf(request), 0));
  return new HostedEngine();
}
