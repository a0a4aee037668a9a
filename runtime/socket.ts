/**
 * Where a socket stands. `idle`: never connected. `closed`: it was, or it failed; `connect` starts it again.
 */
export type SocketState = 'idle' | 'connecting' | 'open' | 'closed';

/** How a connection ended: the WebSocket close code and reason, 1006 when it broke, and the error if any. */
export interface CloseInfo {
  readonly code: number;
  readonly reason: string;
  readonly error?: Error | undefined;
}

/** One thing that was heard. */
export type Heard =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly length: number }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'close'; readonly info: CloseInfo };

/**
 * What a run hears from a socket: one call at a time, in order of arrival. A call can come from inside `attach`,
 * `connect`, `send` or `close`, but never from inside another call: what happens meanwhile is heard after it.
 */
export interface SocketListener {
  open(url: string): void;
  text(text: string): void;
  /** A binary message came; this protocol has none. `length` in bytes. */
  binary(length: number): void;
  close(info: CloseInfo): void;
}

/**
 * A named connection as automatons see it. What each call does in each state:
 *
 * | state        | `connect`            | `send`            | `close`          |
 * | ------------ | -------------------- | ----------------- | ---------------- |
 * | `idle`       | connects             | kept until open   | nothing          |
 * | `connecting` | starts anew          | kept until open   | gives up         |
 * | `open`       | closes, starts anew  | sends             | closes           |
 * | `closed`     | connects             | refused (`false`) | nothing          |
 *
 * A connection that ends is heard as `close`, once, also when it was closed from here or never opened. One that
 * `connect` replaces is not: what it still says is dropped, and the automatons go on with the new one. Texts kept
 * until open are sent in order, before `open` is heard; they stay kept when a connection starts anew, and are
 * dropped when it ends.
 *
 * A socket never reconnects by itself: that is a machine's decision. It outlives runs; what arrives while no
 * run listens is kept for the next one, up to a limit, beyond which the socket is closed with an error.
 */
export interface SocketPort {
  readonly name: string;
  readonly state: SocketState;
  /** Where it is, or will be, connected to. */
  readonly url: string | undefined;
  /**
   * @param url absent: the one it was made with, or last connected to
   * @throws UsageError `SOCKET_WITHOUT_URL` when there is none
   */
  connect(url?: string): void;
  /** @returns false when the socket is closed and the text was not taken */
  send(text: string): boolean;
  /**
   * @param code of the closing handshake, 1000 when absent
   * @param reason for the peer; more than 123 bytes do not fit and are cut
   * @throws UsageError `CLOSE_CODE_INVALID` for a code that may not be sent (RFC 6455, 7.4)
   */
  close(code?: number, reason?: string): void;
  /**
   * Hands this socket to a run; what was kept is heard at once. Returns how to let go of it: what has not been
   * heard by then, and what the run heard and gives back unused, is kept for the next run, in order.
   * @throws UsageError `SOCKET_IN_USE` when another run has it
   */
  attach(listener: SocketListener): (unused?: readonly Heard[]) => void;
}

/** The URL without what may be secret in it (user, password, query, fragment), printable. For sentences and data. */
export function addressOf(url: string): string {
  return url
    .replace(/\p{C}/gu, '')
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
