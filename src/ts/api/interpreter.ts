/**
 * An interpreter and the way to it: requests go out, replies come in, and what Python asks of JavaScript meanwhile is served.
 *
 * Hosted there is one in each thread, translated as many as are wanted. Each has the objects of its own that the other side holds.
 */
import path from 'node:path';
import { toUtf8 } from '../host/compiler-text.js';
import { libraryRoot } from '../host/library-root.js';
import { packageRoot } from '../host/package-root.js';
import { Cause, MAILBOX_SIZE, Reply, Request, type HostReply } from '../python/interop/wire.js';
import { Options, RunKind, RunTarget } from '../python/modules/options.js';
import { pack } from '../python/modules/packed-options.js';
import { isStackOverflow, serveRequest } from './callbacks.js';
import type { Engine, EngineLimits, EngineMaker, EngineOwner } from './engine.js';
import { JsObjects } from './js-objects.js';
import { MessageReader } from './message-reader.js';
import { MessageWriter } from './message-writer.js';
import { PyProxies } from './py-object.js';
import { PythonError } from './python-error.js';
import { encodeValue } from './to-python.js';
import { Decoder } from './to-js.js';

/** What comes before a sweep. */
const enum Collection {
  NONE,
  FULL,
}

/** Those that have not been ended. */
const running = new Set<Interpreter>();
let isExitWatched = false;

function endAll(): void {
  for (const interpreter of running) interpreter.finish();
}

export class Interpreter implements EngineOwner {
  readonly objects = new JsObjects();
  readonly proxies = new PyProxies(this);
  private readonly engine: Engine;
  /** The writer into the mailbox; while it is in use there are others. */
  private readonly writer: MessageWriter;
  private isWriterFree = true;
  private longMessage: Uint8Array | null = null;
  /** How many requests are under way: each but the first was made by a function that Python has called. */
  private level = 0;
  private isEnded = false;

  constructor(maker: EngineMaker, limits: EngineLimits) {
    this.engine = maker.startEngine(this, limits);
    this.writer = new MessageWriter(this.engine.mailbox);
    const options = new Options();
    options.executable = toUtf8(path.join(packageRoot, 'bin/pypy3.cjs'));
    options.prefix = toUtf8(packageRoot);
    options.library = toUtf8(libraryRoot);
    options.path = options.library;
    const writer = this.begin(Request.START);
    writer.binary(Buffer.from(pack(options, new RunTarget(RunKind.STDIN, '')), 'latin1'));
    try {
      this.ask(writer);
    } catch (error) {
      this.engine.dispose();
      throw error;
    }
    running.add(this);
    if (!isExitWatched) process.once('exit', endAll);
    isExitWatched = true;
  }

  get life(): Engine['life'] {
    return this.engine.life;
  }

  /** Runs exit functions, writes what is unwritten, and gives the memory back. */
  end(): void {
    if (this.level > 0) throw new TypeError('a Python that is running cannot be disposed of');
    this.finish();
    this.isEnded = true;
    running.delete(this);
    this.engine.dispose();
  }

  finish(): void {
    this.ask(this.begin(Request.FINISH));
  }

  // Requests to Python.

  /** The start of a request. */
  begin(request: Request): MessageWriter {
    if (this.isEnded) throw new TypeError('the Python of this object has been disposed of');
    // While a message is being written nothing may be given back: it may speak of it.
    if (this.isWriterFree && this.level === 0) {
      if (this.proxies.hasReleased) this.sendReleased();
      if (this.objects.wantsSweep) this.sweep();
    }
    const writer = this.newWriter();
    writer.byte(request);
    return writer;
  }

  private newWriter(): MessageWriter {
    if (!this.isWriterFree) {
      // A getter, called while a message is being written, may send others.
      if (this.writer.isIn(this.engine.mailbox)) this.writer.moveOut();
      return new MessageWriter(Buffer.allocUnsafe(256));
    }
    this.isWriterFree = false;
    this.writer.reset(this.engine.mailbox);
    return this.writer;
  }

  private sendReleased(): void {
    const writer = this.newWriter();
    writer.byte(Request.RELEASE);
    this.proxies.writeReleased(writer);
    this.ask(writer);
  }

  /** Lets go of what Python has forgotten. What is small does not make Python collect, but may hold what is large here. */
  private sweep(): void {
    const { count } = this.objects;
    this.sweepAfter(Collection.NONE);
    if (this.objects.count > count / 2 && this.life === 'translated') this.sweepAfter(Collection.FULL);
  }

  private sweepAfter(collection: Collection): void {
    const writer = this.newWriter();
    writer.byte(Request.SWEEP);
    writer.u32(collection);
    this.objects.forget(this.ask(writer) as number[]);
  }

  /**
   * Writes a value, which `what` names in messages.
   *
   * @throws TypeError for what has no form in Python; PythonError (RecursionError) for what is nested too deep.
   */
  write(writer: MessageWriter, value: unknown, what: string): void {
    try {
      encodeValue(this, writer, value, what);
    } catch (error) {
      if (writer === this.writer) this.isWriterFree = true;
      if (isStackOverflow(error)) this.failRecursion();
      throw error;
    }
  }

  /** Throws RecursionError. */
  private failRecursion(): never {
    this.ask(this.begin(Request.FAIL_RECURSION));
    throw new Error('a recursion did not fail');
  }

  /**
   * Sends a request; the value of its reply, undefined where there is none.
   *
   * @throws PythonError
   */
  ask(writer: MessageWriter): unknown {
    const size = this.post(writer);
    const { engine } = this;
    const { level } = this;
    this.level = level + 1;
    let start;
    try {
      start = engine.enter(size, level);
    } finally {
      this.level = level;
    }
    const reader = new MessageReader(engine.memory, start + REPLY_HEADER);
    switch (reader.byte() as Reply) {
      case Reply.NOTHING:
        return undefined;
      case Reply.VALUE:
        return this.read(reader);
      case Reply.EXCEPTION:
        throw this.readException(new Decoder(this, reader));
    }
  }

  private read(reader: MessageReader): unknown {
    try {
      return new Decoder(this, reader).decode();
    } catch (error) {
      if (isStackOverflow(error)) this.failRecursion();
      throw error;
    }
  }

  private readException(decoder: Decoder): PythonError {
    const { reader } = decoder;
    const exception = this.proxies.receive(reader.u32(), reader.byte() !== 0);
    const type = reader.text();
    const message = reader.text();
    const cause = this.readCause(decoder);
    return new PythonError({ interpreter: this, exception, type, message, cause });
  }

  private readCause(decoder: Decoder): unknown {
    switch (decoder.reader.byte() as Cause) {
      case Cause.NONE:
        return undefined;
      case Cause.JAVASCRIPT:
        return decoder.decode();
      case Cause.EXCEPTION:
        return this.readException(decoder);
    }
  }

  /** Puts a message where Python takes it; its size. */
  private post(writer: MessageWriter): number {
    const { size } = writer;
    const { mailbox } = this.engine;
    if (size > MAILBOX_SIZE) this.longMessage = writer.contents();
    else if (!writer.isIn(mailbox)) mailbox.set(writer.contents());
    if (writer === this.writer) this.isWriterFree = true;
    return size;
  }

  // Requests from Python.

  takeLongMessage(): Uint8Array {
    const message = this.longMessage;
    if (message === null) throw new Error('there is no message');
    this.longMessage = null;
    return message;
  }

  serve(bytes: Buffer, start: number): number {
    return this.post(serveRequest(this, new MessageReader(bytes, start + REPLY_HEADER)));
  }

  /** The start of a reply. */
  beginReply(reply: HostReply): MessageWriter {
    const writer = this.newWriter();
    writer.byte(reply);
    return writer;
  }
}

/** The size of all, before what a message says. */
const REPLY_HEADER = 4;
