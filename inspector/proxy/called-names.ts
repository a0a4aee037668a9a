import { isIP } from 'node:net';

/**
 * Whether a proxy on loopback answers to a name in Host. A page in a browser of this machine can point a name of its own
 * at loopback (DNS rebinding), and would read the PBX's pages as its own; with an address, or the PBX's name, it cannot.
 * @param pbxOrigin scheme and host of the PBX
 */
export function isOurName(host: string | undefined, listen: string, pbxOrigin: string): boolean {
  if (host === undefined || !isLoopback(listen)) return true;
  const name = host
    .replace(/:\d*$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true;
  return name === new URL(pbxOrigin).hostname;
}

function isLoopback(listen: string): boolean {
  return listen === 'localhost' || listen === '::1' || listen.startsWith('127.');
}

/** What somebody is told who calls the proxy by another name. */
export const otherName =
  'The proxy listens for this machine only, and answers to 127.0.0.1, localhost and the name of the PBX; use one of these.';
