import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AttachGuard, Refusal } from './attach-guard.js';
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

/** Serves the page's files, and nothing but them. */
export function pageListener(files: PageFiles, guard: AttachGuard): RequestListener {
  return (request, response) => {
    void serve(request, response, files, guard);
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  files: PageFiles,
  guard: AttachGuard,
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
  socket.end(lines.join('\r\n'));
}
