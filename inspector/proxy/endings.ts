import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Answers a client that asked for a WebSocket with a status and a sentence. */
export function refuse(stream: Duplex, status: number, sentence: string): void {
  if (stream.destroyed) return;
  const body = `${sentence}\n`;
  const head = `HTTP/1.1 ${status} ${status === 404 ? 'Not Found' : 'Refused'}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8`;
  // Whoever does not close the other half would keep the connection for ever.
  stream.once('finish', () => stream.destroy());
  stream.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Closes a WebSocket; resolves when it is closed. */
export function closeGently(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState === socket.CLOSED) {
      resolve();
      return;
    }
    socket.once('close', () => {
      resolve();
    });
    if (socket.readyState === socket.CONNECTING) socket.terminate();
    else socket.close(1001, 'the proxy stops');
  });
}
