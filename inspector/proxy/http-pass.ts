import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { explainConnectionError } from '../../services/connection-errors.js';
import { onceSecure } from '../../services/tls-handshake.js';
import type { Routes } from './routes.js';
import type { UpstreamSettings } from './upstream.js';
import { passedHeaders } from './upstream.js';

/** Headers of an answer that are about its connection, or would bind the browser to TLS at the proxy's name. */
const ownHeaders =
  /^(?:connection|keep-alive|transfer-encoding|upgrade|trailer|strict-transport-security|alt-svc)$/;

/**
 * Passes an HTTP request on, so that a browser finds the pages whose WebSockets are to come through the proxy. It
 * is not recorded, and nothing in it is changed but where a redirect leads.
 */
export function passHttp(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Routes,
  settings: UpstreamSettings,
): void {
  const route = routes.resolve(request.url ?? '/');
  const target = route?.url.replace(/^ws/, 'http') ?? '';
  if (route === undefined || !URL.canParse(target)) {
    answer(
      response,
      404,
      'There is nothing at this path; the proxy passes on paths of the PBX, and of the apps that it has listed.',
    );
    return;
  }
  const url = new URL(target);
  const address = `${url.protocol}//${url.host}${url.pathname}`;
  const isSecure = url.protocol === 'https:';
  const refusal = isSecure ? undefined : settings.trust.refusalOfPlain(address);
  if (refusal !== undefined) {
    answer(response, 502, refusal.message);
    return;
  }
  const { ca, servername, connectTimeoutMs } = settings;
  // Said again in the proxy's own words: a body without them would be read as the next request.
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  const options = {
    method: request.method,
    headers: { ...passedHeaders(request.headers), ...(isChunked && { 'transfer-encoding': 'chunked' }) },
    ...(ca !== undefined && { ca }),
    ...(servername !== undefined && { servername }),
    // The certificate is judged below, before a byte is sent.
    rejectUnauthorized: false,
    timeout: connectTimeoutMs,
    // Each on a connection of its own, so that there is always one to judge.
    agent: false,
  };
  const upstream = isSecure ? secureRequest(url, options) : plainRequest(url, options);
  upstream.on('error', (error) => {
    answer(response, 502, explainConnectionError(error, address, false).message);
  });
  upstream.on('timeout', () => upstream.destroy(new Error('ETIMEDOUT')));
  upstream.on('response', (answered) => {
    answered.on('error', () => response.destroy());
    response.writeHead(answered.statusCode ?? 502, headersFor(answered, url.origin, route.prefix));
    answered.pipe(response);
  });
  response.on('close', () => upstream.destroy());
  if (!isSecure) {
    request.pipe(upstream);
    return;
  }
  onceSecure(upstream, (connection) => {
    const objection = settings.trust.refusal(connection, url.hostname.replace(/^\[|\]$/g, ''), address);
    if (objection === undefined) {
      request.pipe(upstream);
      return;
    }
    answer(response, 502, objection.message);
    upstream.destroy();
  });
}

function headersFor(answered: IncomingMessage, origin: string, prefix: string): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = Object.fromEntries(
    Object.entries(answered.headers).filter(([name]) => !ownHeaders.test(name)),
  );
  const { location } = answered.headers;
  const path = location?.startsWith(origin) === true ? location.slice(origin.length) : location;
  if (path?.startsWith('/') === true && !path.startsWith('//')) headers['location'] = prefix + path;
  return headers;
}

/** A sentence for whoever looks. */
export function answer(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${sentence}\n`);
}
