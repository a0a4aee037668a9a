import type { Fault } from './faults.js';

/** The text of `info` as it is sent; the digest is always over the canonical one. */
export function onTheWire(info: string, faults: readonly Fault[]): string {
  return faults.some((fault) => fault.do === 'escapedSlashes') ? info.replaceAll('/', '\\/') : info;
}

/** The digest, or what the faults leave of it. */
export function digestMember(digest: string, faults: readonly Fault[]): { digest?: string } {
  if (faults.some((fault) => fault.do === 'noDigest')) return {};
  if (!faults.some((fault) => fault.do === 'wrongDigest')) return { digest };
  return { digest: (digest.startsWith('0') ? '1' : '0') + digest.slice(1) };
}
