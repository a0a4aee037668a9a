import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AttachGuard, Refusal } from './attach-guard.js';
import type { BrowserTickets } from './browser-tickets.js';
import type { PageFiles } from './page-files.js';

/** What the page may do: run its own scripts and talk to the address it came from; nothing else, nobody else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "img-src 'self' data: blob:",
  "font-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  // Another program may have this port the next time.
  'cache-control': 'no-store',
};

/** What is handed out, and to whom. */
export interface PageService {
  readonly files: PageFiles;
  readonly guard: AttachGuard;
  readonly tickets: BrowserTickets;
  /** Path and fragment of the page, with the token, for the browser that brings a ticket. */
  readonly start: string;
}

/** Serves the page's files, and nothing but them. */
export function pageListener(service: PageService): RequestListener {
  return (request, response) => {
    void serve(request, response, service);
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { files, guard, tickets, start }: PageService,
): Promise<void> {
  const { method, url = '/' } = request;
  const foreign = guard.hostRefusal(request);
  if (foreign !== undefined) {
    refuse(response, foreign);
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    refuse(response, { status: 405, reason: 'The inspector only hands out its page.' });
    return;
  }
  const [path = '/'] = url.split('?', 1);
  if (method === 'GET' && tickets.isTicket(path)) {
    if (tickets.take(path)) response.writeHead(303, { ...headers, location: start }).end();
    else
      refuse(response, {
        status: 410,
        reason: 'This link was for one visit; open the address that the program printed.',
      });
    return;
  }
  const file = await files.read(path);
  if (file === undefined) {
    refuse(response, { status: 404, reason: 'The inspector has no such file.' });
    return;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': file.type,
    'content-length': file.content.length,
  });
  response.end(method === 'HEAD' ? undefined : file.content);
}

function refuse(response: ServerResponse, { status, reason }: Refusal): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}

/** Answers a request to become a WebSocket as HTTP does, and closes. */
export function refuseUpgrade(socket: Socket, { status, reason }: Refusal): void {
  const body = `${reason}\n`;
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'connection: close',
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    '',
    body,
  ];
  // Whoever does not close the other half would keep the connection for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(lines.join('\r\n'));
}
