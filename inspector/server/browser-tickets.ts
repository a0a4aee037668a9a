import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../runtime/clock.js';

/** Where a browser is sent that the program opens. */
const ticketPath = '/open/';

/** How long a browser may take to start, in milliseconds. */
const ticketMs = 60_000;

/**
 * Lets in the browser that the program opens. The command line of a browser can be read by everybody on the machine, so
 * it holds no token but a ticket, which is good for one visit and one minute.
 */
export class BrowserTickets {
  /** When it expires, by its hash. */
  readonly #tickets = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** The path of a new ticket. */
  issue(): string {
    const ticket = randomBytes(24).toString('base64url');
    this.#tickets.set(hashOf(ticket), this.clock.now() + ticketMs);
    return ticketPath + ticket;
  }

  /** Whether the path is one of a ticket, valid or not. */
  isTicket(path: string): boolean {
    return path.startsWith(ticketPath);
  }

  /** Takes a ticket, which is worth nothing afterwards; false when it was worth nothing before. */
  take(path: string): boolean {
    const hash = hashOf(path.slice(ticketPath.length));
    const end = this.#tickets.get(hash);
    this.#tickets.delete(hash);
    return end !== undefined && this.clock.now() <= end;
  }
}

/** Looked up by its hash, so that how long it takes tells nothing of the ticket. */
function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64');
}
