import { writeFile } from 'node:fs/promises';
import { CliUsageError } from './errors.js';

/** What commands that serve are told about their own certificate. */
export interface ServingArguments {
  readonly tls?: boolean;
  readonly caOut?: string;
}

/** @throws CliUsageError `CA_WITHOUT_TLS` */
export function checkAuthorityWish({ caOut, tls }: ServingArguments): void {
  if (caOut === undefined || tls === true) return;
  throw new CliUsageError('CA_WITHOUT_TLS', 'There is no certificate to write without TLS; add --tls.');
}

/**
 * Writes the certificate of `--tls` where `--ca-out` asks for it.
 * @throws CliUsageError `CA_FILE_UNWRITABLE`
 */
export async function writeAuthority(
  { caOut }: ServingArguments,
  { caPem }: { readonly caPem?: string | undefined },
): Promise<void> {
  if (caOut === undefined || caPem === undefined) return;
  try {
    await writeFile(caOut, caPem);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const sentence = `The certificate cannot be written to ${caOut} (${reason}); choose another file.`;
    throw new CliUsageError('CA_FILE_UNWRITABLE', sentence, { path: caOut, reason }, { cause: error });
  }
}

/** How `list` is told to trust that certificate; empty without TLS. */
export function trustOption({ caOut }: ServingArguments, fingerprint: string | undefined): string {
  if (fingerprint === undefined) return '';
  return caOut === undefined ? ` --pin ${fingerprint}` : ` --ca ${caOut}`;
}

/** Whether only this machine reaches an address. */
export function isLoopback(listen: string): boolean {
  return listen === 'localhost' || listen === '::1' || listen.startsWith('127.');
}
