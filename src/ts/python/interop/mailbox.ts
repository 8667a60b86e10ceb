/**
 * How messages get in: JavaScript writes them into the mailbox, which it shares, or keeps them if they are longer; they are taken out before anything
 * else runs. And how Python's requests get out.
 */
import type { ByteArray } from '../../rlib/array.js';
import { copyBytes, newByteArray } from '../../rlib/array.js';
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';
import { context } from '../interp/context.js';
import { MessageReader } from './message-reader.js';
import type { MessageWriter } from './message-writer.js';
import { MAILBOX_SIZE } from './wire.js';

export const mailbox: ByteArray = newByteArray(MAILBOX_SIZE);

/** The message that was too long for the mailbox. */
const hostMessage = external<() => ByteArray>('api.message');
/** Carries a request out; the size of the reply. */
const hostServe = external<(request: ByteArray) => int>('api.serve');

/** The message of so many bytes that JavaScript has sent. */
export function takeMessage(size: int): MessageReader {
  if (size > MAILBOX_SIZE) return new MessageReader(hostMessage());
  const bytes = newByteArray(size);
  copyBytes(mailbox, 0, bytes, 0, size);
  return new MessageReader(bytes);
}

/** Sends a request to JavaScript; its reply. Python code may have run meanwhile, and been given up where a stack ended. */
export function askHost(request: MessageWriter): MessageReader {
  const depth = context.depth;
  const topFrame = context.topFrame;
  const handled = context.handled;
  const w_handled = handled.w_exception;
  const size = hostServe(request.finish());
  context.depth = depth;
  context.topFrame = topFrame;
  context.handled = handled;
  handled.w_exception = w_handled;
  return takeMessage(size);
}
