import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';

/**
 * Calls back with the connection of a request when its TLS handshake is complete. As long as the request is not
 * ended, and nothing is written to it, no byte of HTTP has been sent by then, so the certificate can be judged.
 */
export function onceSecure(request: ClientRequest, decide: (connection: Duplex) => void): void {
  request.once('socket', (connection) => {
    if (isHandshakePending(connection)) {
      connection.once('secureConnect', () => {
        decide(connection);
      });
    } else decide(connection);
  });
}

/** An agent may hand out a connection whose handshake is long complete; then Node has its verdict ready. */
function isHandshakePending(connection: Duplex): boolean {
  if (!(connection instanceof TLSSocket)) return false;
  const verdict: unknown = connection.authorizationError;
  return !connection.authorized && (verdict === null || verdict === undefined);
}
