import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate made for a test, with its key. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256, upper case with colons. */
  readonly fingerprint: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** IP addresses and DNS names it is made out for. */
  readonly ips?: readonly string[];
  readonly names?: readonly string[];
  /** Signed by this authority instead of by itself. */
  readonly authority?: TestCertificate;
  readonly isAuthority?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** Makes a certificate; elliptic keys, because they are made quickly. */
export async function makeCertificate(request: CertificateRequest): Promise<TestCertificate> {
  const { commonName, ips = [], names = [], authority, isAuthority = false, notBefore, notAfter } = request;
  const altNames = [
    ...names.map((value) => ({ type: 2 as const, value })),
    ...ips.map((ip) => ({ type: 7 as const, ip })),
  ];
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(notBefore === undefined ? {} : { notBeforeDate: notBefore }),
    ...(notAfter === undefined ? {} : { notAfterDate: notAfter }),
    ...(authority === undefined ? {} : { ca: { key: authority.key, cert: authority.cert } }),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: isAuthority },
      ...(altNames.length === 0 ? [] : [{ name: 'subjectAltName' as const, altNames }]),
    ],
  });
  return { cert: made.cert, key: made.private, fingerprint: new X509Certificate(made.cert).fingerprint256 };
}
