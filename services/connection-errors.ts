import { ConnectionError } from '../runtime/errors.js';

interface Explanation {
  readonly code: string;
  readonly sentence: string;
}

/** Turns what Node and ws report about a connection into a `ConnectionError` that says what to do. */
export function explainConnectionError(error: Error, address: string, wasOpen: boolean): ConnectionError {
  const reason = codeOf(error) ?? error.message;
  const { code, sentence } = wasOpen ? explainLoss(reason, address) : explainFailure(reason, address);
  return new ConnectionError(code, sentence, { url: address, reason }, { cause: error });
}

/** The server answered the WebSocket handshake with an HTTP status of its own. */
export function explainHttpAnswer(status: number, address: string): ConnectionError {
  const meaning =
    status === 404
      ? 'there is nothing at this path, check the address'
      : status === 401 || status === 403
        ? 'it wants another kind of permission, check the address and the headers'
        : status >= 300 && status < 400
          ? 'it points elsewhere, which is not followed; give the final address'
          : 'check the address, and the log of the server';
  const sentence = `${address} answered with HTTP status ${status} instead of a WebSocket: ${meaning}.`;
  return new ConnectionError('HANDSHAKE_REFUSED', sentence, { url: address, status });
}

/** The connection ended without a closing handshake. */
export function explainBreak(address: string): ConnectionError {
  const sentence = `The connection to ${address} broke without being closed; check the network and the server, and try again.`;
  return new ConnectionError('CONNECTION_LOST', sentence, { url: address });
}

/** Nothing came back to a ping. */
export function explainSilence(address: string, intervalMs: number): ConnectionError {
  const sentence = `${address} has not answered for ${intervalMs} ms, not even a ping; check the network and the server, and try again.`;
  return new ConnectionError('PEER_SILENT', sentence, { url: address, intervalMs });
}

function explainFailure(reason: string, address: string): Explanation {
  if (reason === 'ECONNREFUSED') {
    const sentence = `Nothing listens at ${address}; check host and port, and that the server runs.`;
    return { code: 'CONNECTION_REFUSED', sentence };
  }
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return {
      code: 'HOST_NOT_FOUND',
      sentence: `There is no host of the name in ${address}; check its spelling and your DNS.`,
    };
  }
  if (['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN', 'EHOSTDOWN'].includes(reason)) {
    return {
      code: 'HOST_UNREACHABLE',
      sentence: `There is no way to ${address} (${reason}); check the network and the address.`,
    };
  }
  if (reason === 'ETIMEDOUT') {
    const sentence = `${address} did not answer in time; check the address, and that nothing on the way blocks it.`;
    return { code: 'CONNECT_TIMEOUT', sentence };
  }
  if (reason === 'ECONNRESET' || reason === 'EPIPE' || reason === 'socket hang up') {
    const sentence = `${address} ended the connection before it was open; check that it speaks WebSocket at this port, and ws: or wss: as in the address.`;
    return { code: 'CONNECTION_LOST', sentence };
  }
  if (
    /^(EPROTO|ERR_SSL|ERR_TLS|HPE_|CERT|UNABLE_|DEPTH_|SELF_)/.test(reason) ||
    /header|subprotocol|server response/i.test(reason)
  ) {
    const sentence = `${address} does not answer as a WebSocket server does (${reason}); check the port, and ws: or wss: in the address.`;
    return { code: 'HANDSHAKE_REFUSED', sentence };
  }
  return {
    code: 'CONNECT_FAILED',
    sentence: `${address} could not be connected to (${reason}); check the address and the options of the socket.`,
  };
}

function explainLoss(reason: string, address: string): Explanation {
  if (reason === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    const sentence = `${address} sent a message over the limit, so the connection was closed; raise maxPayload if such messages are expected.`;
    return { code: 'MESSAGE_TOO_LARGE', sentence };
  }
  if (reason.startsWith('WS_ERR_')) {
    const sentence = `${address} broke the rules of WebSocket (${reason}), so the connection was closed; report it to the maker of the server.`;
    return { code: 'FRAME_INVALID', sentence };
  }
  return {
    code: 'CONNECTION_LOST',
    sentence: `The connection to ${address} broke (${reason}); check the network and the server, and try again.`,
  };
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
