import type { Message, Outcome } from '../../src/app/notices/message.ts'

/*
 * A way out of the system: mail, another system's webhook, the robot of a chat group.
 *
 * Promised: `send` hands one message to one address and says how that ended: `sent` when the other side said that it
 * took it, `never` when it said that it will not, `later` for everything else, an answer that did not come among it. It
 * never throws, never takes longer than about ten seconds, and never follows the other side to another address. The
 * message's id travels with it and is the same over all attempts.
 *
 * Not promised: that a message arrives only once. A sender may end between the other side's yes and the mark in the
 * database, and the message is then sent again; the other side tells the copy by its id. Nor an order, nor that what was
 * taken is read.
 *
 * Words: `why` is a short code. What the other side answered is not kept: it may name people.
 */
export interface Channel {
  send(message: Message): Promise<Outcome>
  /** Lets go of connections. */
  close(): void
}

/** How long the other side may take, milliseconds. */
export const PATIENCE_MS = 10_000
