import { isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** Where a server listens; port 0: any that is free. */
export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

/** `8080`, `127.0.0.1:8080`, `0.0.0.0`, `[::1]:8080`, for commander. */
export function listenAddress(text: string): ListenAddress {
  const parsed = parse(text.trim());
  if (parsed !== undefined && parsed.port <= 65_535) return parsed;
  throw new InvalidArgumentError('Give an address, a port, or both, for example 127.0.0.1:8080.');
}

function parse(text: string): ListenAddress | undefined {
  if (/^\d{1,5}$/.test(text)) return { address: '127.0.0.1', port: Number(text) };
  if (isIP(text) === 6) return { address: text, port: 0 };
  const [, inBrackets, name, port] = /^(?:\[([^\]]+)\]|([^:[\]\s]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = inBrackets ?? name;
  if (address === undefined || (address === '' && port === undefined)) return undefined;
  if (inBrackets !== undefined && isIP(inBrackets) !== 6) return undefined;
  return { address: address === '' ? '127.0.0.1' : address, port: Number(port ?? 0) };
}
