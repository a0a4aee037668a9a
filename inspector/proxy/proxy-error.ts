import { AutomataError } from '../../runtime/errors.js';

/** The proxy cannot listen: `PROXY_PORT_IN_USE`, `PROXY_CANNOT_LISTEN`. */
export class ProxyError extends AutomataError {
  override readonly name = 'ProxyError';
}

/** What Node reports, in a sentence. */
export function listenError(error: NodeJS.ErrnoException, port: number, listen: string): ProxyError {
  const data = { port, listen };
  if (error.code === 'EADDRINUSE') {
    const message = `Port ${port} on ${listen} is in use; choose another one, or 0 for any that is free.`;
    return new ProxyError('PROXY_PORT_IN_USE', message, data, { cause: error });
  }
  const message = `The proxy cannot listen on ${listen}, port ${port} (${error.code ?? error.message}); choose an address of this machine and a port you may use.`;
  return new ProxyError('PROXY_CANNOT_LISTEN', message, data, { cause: error });
}
