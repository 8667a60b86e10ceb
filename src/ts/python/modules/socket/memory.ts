/**
 * Pairs of connected sockets within the process: two queues of bytes. They are what `socketpair` gives where the host has no
 * synchronous sockets, and enough for event loops, which wake themselves through a pair.
 *
 * Their descriptors lie above all that the system gives out.
 */
import type { int } from '../../../rlib/types.js';

/** Bytes on their way in one direction. */
class Channel {
  data: string = '';
  /** The end that writes, or the one that reads, is closed. */
  closed: boolean = false;
}

export class MemorySocket {
  open: boolean = true;

  constructor(
    readonly fd: int,
    private readonly incoming: Channel,
    private readonly outgoing: Channel,
  ) {}

  isReadable(): boolean {
    return this.incoming.data.length > 0 || this.incoming.closed;
  }

  isHungUp(): boolean {
    return this.incoming.closed;
  }

  /** Takes up to `count` bytes; `keep` leaves them there. */
  read(count: int, keep: Keep): string {
    const data = this.incoming.data;
    const result = data.slice(0, count);
    if (keep === Keep.NO) this.incoming.data = data.slice(result.length, data.length);
    return result;
  }

  /** Whether the other end can still read what is written. */
  isConnected(): boolean {
    return !this.outgoing.closed;
  }

  write(data: string): void {
    this.outgoing.data += data;
  }

  shutReading(): void {
    this.incoming.closed = true;
  }

  shutWriting(): void {
    this.outgoing.closed = true;
  }

  close(): void {
    this.open = false;
    this.incoming.closed = true;
    this.outgoing.closed = true;
  }
}

export const enum Keep {
  NO,
  YES,
}

const FIRST_FD: int = 1048576;
const sockets: MemorySocket[] = [];

/** The open socket of a descriptor; null if it is none of these. */
export function findMemorySocket(fd: int): MemorySocket | null {
  const at = fd - FIRST_FD;
  if (at < 0 || at >= sockets.length) return null;
  const socket = sockets[at] as MemorySocket;
  return socket.open ? socket : null;
}

/** Two sockets that are connected; the second has the next descriptor. */
export function newMemoryPair(): MemorySocket {
  const there = new Channel();
  const back = new Channel();
  const fd = FIRST_FD + sockets.length;
  const first = new MemorySocket(fd, back, there);
  sockets.push(first);
  sockets.push(new MemorySocket(fd + 1, there, back));
  return first;
}
