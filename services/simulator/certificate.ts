import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate that lives as long as its server. */
export interface Certificate {
  readonly certPem: string;
  readonly keyPem: string;
  /** SHA-256 of the certificate: hex digits in pairs with colons, as browsers and OpenSSL show it. */
  readonly fingerprint: string;
}

/**
 * Makes a self-signed certificate for this machine's own names and the address listened on.
 * @param commonName what whoever looks at the certificate reads
 */
export async function makeCertificate(
  listen: string,
  commonName = 'pbx-automata simulator',
): Promise<Certificate> {
  // Loading it takes a tenth of a second, which a simulator without TLS need not wait for.
  const { generate } = await import('selfsigned');
  const hosts = new Set(['localhost', '127.0.0.1', '::1', listen]);
  const altNames = [...hosts].map((host) =>
    isIP(host) === 0 ? { type: 2 as const, value: host } : { type: 7 as const, ip: host },
  );
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  const { fingerprint256 } = new X509Certificate(made.cert);
  return { certPem: made.cert, keyPem: made.private, fingerprint: fingerprint256 };
}
