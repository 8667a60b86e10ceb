/**
 * The interpreter as JavaScript sees it: one function that carries out requests. In both lives: hosted it is called, translated entered.
 *
 * Exceptions leave as replies, and the interpreter is left as it was found, even where frames of an earlier entry were given up because a stack
 * had ended. Depth of recursion is bound by the stack that there is: where it ends, Python code gets RecursionError.
 */
import type { ByteArray } from '../../rlib/array.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { context } from '../interp/context.js';
import { asOperationError } from '../interp/errors.js';
import '../modules/load.js';
import { Decoder } from './decoder.js';
import { Encoder } from './encoder.js';
import { describeException } from './exception-description.js';
import { installJsTypes } from './js-objects.js';
import { takeMessage } from './mailbox.js';
import { MessageWriter } from './message-writer.js';
import { serveRequest } from './requests.js';
import { flushStandardStreams } from './unwritten.js';
import { Reply } from './wire.js';

installJsTypes();

/** What is handled where nothing is. */
const baseHandled = context.handled;

/** Leaves nothing of an earlier request: it may have been given up. */
function resetContext(): void {
  context.depth = 0;
  context.topFrame = null;
  context.handled = baseHandled;
  baseHandled.w_exception = null;
}

/**
 * Carries out a request of so many bytes. `level` is 0 unless JavaScript code makes it that Python has called. The reply stays what it is until
 * the next request.
 */
export function enterRequest(size: int, level: int): ByteArray {
  if (level === 0) resetContext();
  const decoder = new Decoder(takeMessage(size));
  const depth = context.depth;
  const topFrame = context.topFrame;
  const handled = context.handled;
  const w_handled = handled.w_exception;
  const encoder = new Encoder(new MessageWriter());
  try {
    serveRequest(decoder, encoder);
  } catch (e) {
    const w_exception = asOperationError(caught(e)).w_exception;
    context.depth = depth;
    context.topFrame = topFrame;
    context.handled = handled;
    handled.w_exception = w_handled;
    encoder.abandon();
    encoder.writer.byte(Reply.EXCEPTION);
    describeException(encoder, w_exception, []);
  }
  if (level === 0) flushStandardStreams();
  return encoder.writer.finish();
}
