import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { attachSubprotocol } from '../model/attach-protocol.js';

/** Why a request is not served: an HTTP status and a sentence for whoever reads it. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** Where the page attaches. */
const attachPath = '/attach';

/** 24 random bytes, in letters that an address and a header take. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Who may read the page, and who may attach. A page of another origin can send requests to loopback, and a name
 * that somebody points at 127.0.0.1 makes it the same origin for the browser (DNS rebinding); so Host and Origin
 * must be ours to the letter, and the token, which only this program and its user have seen, must be named.
 */
export class AttachGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  constructor(
    port: number,
    private readonly token: string,
  ) {
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    this.#hosts = new Set(hosts);
    this.#origins = new Set(hosts.map((host) => `http://${host}`));
  }

  /** Why this request gets nothing at all; undefined when it is made to us by our name. */
  hostRefusal({ headers }: IncomingMessage): Refusal | undefined {
    if (headers.host !== undefined && this.#hosts.has(headers.host)) return undefined;
    return { status: 403, reason: 'The inspector answers only at 127.0.0.1 and localhost; use its address.' };
  }

  /** Why this request may not attach; undefined when it may. */
  attachRefusal(request: IncomingMessage): Refusal | undefined {
    const foreign = this.hostRefusal(request);
    if (foreign !== undefined) return foreign;
    if (request.url !== attachPath) {
      return { status: 404, reason: `There is no WebSocket here; the page attaches at ${attachPath}.` };
    }
    const { origin } = request.headers;
    if (origin === undefined || !this.#origins.has(origin)) {
      return { status: 403, reason: 'Only the page that the inspector serves may attach.' };
    }
    const [protocol, token = '', ...others] = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((part) => part.trim());
    if (protocol !== attachSubprotocol || others.length > 0) {
      return {
        status: 400,
        reason: `The page must ask for the subprotocol ${attachSubprotocol} and name its token after it.`,
      };
    }
    if (!isSame(token, this.token)) {
      return {
        status: 401,
        reason: 'The token is not that of this inspector; open the address that the program printed.',
      };
    }
    return undefined;
  }
}

/** Takes as long whatever the difference is; hashed, since texts of different lengths cannot be compared so. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(wanted));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
