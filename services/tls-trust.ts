import type { PeerCertificate } from 'node:tls';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';
import { ConnectionError, UsageError } from '../runtime/errors.js';

/** Which server certificates are taken. Without any of these: those that the built-in authorities vouch for. */
export interface TlsTrustOptions {
  /** Authorities in PEM form, trusted instead of the built-in ones. */
  readonly ca?: string | Buffer | (string | Buffer)[] | undefined;
  /**
   * SHA-256 fingerprint of the one certificate that is taken, even if it does not verify; several for several
   * servers. Colons, spaces and case do not matter. Without TLS nothing is connected to then.
   */
  readonly pin?: string | readonly string[] | undefined;
  /** Takes every certificate: whoever is on the way can read and change everything. Warns at each connection. */
  readonly insecure?: boolean | undefined;
  /** The name that the certificate must be made out for, if not the host of the URL. */
  readonly servername?: string | undefined;
  /** Whether a verified certificate belongs to the host; default: Node's `tls.checkServerIdentity`. */
  readonly checkServerIdentity?:
    ((host: string, certificate: PeerCertificate) => Error | undefined) | undefined;
}

const reasonTexts: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not among the trusted ones',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not among the trusted ones',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not among the trusted ones',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not among the trusted ones',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it has been revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is made out for another name',
};

/** Decides about server certificates, by our own rules and not by what a connection or an agent lets pass. */
export class TlsTrust {
  readonly #pins: readonly string[];
  readonly #options: TlsTrustOptions;

  /** @throws UsageError `PIN_INVALID`, `CA_INVALID` */
  constructor(options: TlsTrustOptions) {
    this.#options = options;
    const { pin = [] } = options;
    this.#pins = (typeof pin === 'string' ? [pin] : pin).map(parsePin);
    if (options.ca !== undefined) checkAuthorities(options.ca);
  }

  /** Why an address without TLS may not be connected to; undefined when it may. */
  refusalOfPlain(address: string): ConnectionError | undefined {
    if (this.#pins.length === 0) return undefined;
    const sentence = `${address} has no TLS, so there is no certificate to compare with the pinned one; use its wss: address, or drop the pin.`;
    return new ConnectionError('CERTIFICATE_MISMATCH', sentence, {
      url: address,
      expected: this.#pins.map(withColons),
    });
  }

  /** What to tell the user before each connection whose certificate will not be looked at. */
  warning(address: string): string | undefined {
    if (this.#options.insecure !== true || this.#pins.length > 0) return undefined;
    return `The certificate of ${address} is not verified (insecure): whoever is on the way can read and change everything; use --ca FILE or --pin FINGERPRINT instead.`;
  }

  /**
   * Why this connection must not be used, once its TLS handshake is complete; undefined when it may be.
   * A resumed session is judged like a new one: Node alone does not compare the name again.
   */
  refusal(socket: Duplex, host: string, address: string): ConnectionError | undefined {
    const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate(true) : undefined;
    const fingerprint = certificate?.fingerprint256;
    if (this.#pins.length > 0) return this.#mismatch(fingerprint, address);
    if (this.#options.insecure === true) return undefined;
    const problem = certificate === undefined ? 'NO_CERTIFICATE' : this.#problem(socket, certificate, host);
    return problem === undefined ? undefined : refused(problem, certificate, address);
  }

  #mismatch(fingerprint: string | undefined, address: string): ConnectionError | undefined {
    if (fingerprint !== undefined && this.#pins.includes(bare(fingerprint))) return undefined;
    const shown = fingerprint ?? 'none';
    const sentence = `${address} shows another certificate than the pinned one (its SHA-256 fingerprint is ${shown}): do not log in there unless its owner says that the certificate was changed, and then pin the new one with --pin FINGERPRINT (option pin).`;
    const data = { url: address, fingerprint, expected: this.#pins.map(withColons) };
    return new ConnectionError('CERTIFICATE_MISMATCH', sentence, data);
  }

  #problem(socket: Duplex, certificate: PeerCertificate, host: string): string | undefined {
    // Node gives an empty object when the peer has shown none.
    if (!(socket instanceof TLSSocket) || !certificate.fingerprint256) return 'NO_CERTIFICATE';
    const chain = socket.authorized ? undefined : String(socket.authorizationError);
    // Node reports a wrong name in the same place; that question is asked, and answered, below.
    if (chain !== undefined && chain !== 'ERR_TLS_CERT_ALTNAME_INVALID') return chain;
    const { servername, checkServerIdentity: check = checkServerIdentity } = this.#options;
    return check(servername ?? host, certificate) === undefined ? undefined : 'ERR_TLS_CERT_ALTNAME_INVALID';
  }
}

function refused(reason: string, certificate: PeerCertificate | undefined, address: string): ConnectionError {
  const fingerprint = certificate?.fingerprint256;
  const subject = describeSubject(certificate);
  const why = reasonTexts[reason] ?? `it does not verify (${reason})`;
  const sentence =
    fingerprint === undefined
      ? `${address} shows no certificate; check that the address is right and that nothing on the way ends its TLS.`
      : `The certificate of ${address} is refused because ${why} (subject ${subject}, SHA-256 fingerprint ${fingerprint}); trust its authority with --ca FILE (option ca), or, if this is the server's own fingerprint, this one certificate with --pin ${fingerprint} (option pin).`;
  return new ConnectionError('CERTIFICATE_REFUSED', sentence, { url: address, fingerprint, reason, subject });
}

/** The common name, or whatever else names the owner; what a stranger wrote, so kept short and printable. */
function describeSubject(certificate: PeerCertificate | undefined): string {
  const { CN, O } = certificate?.subject ?? {};
  const name: unknown = CN ?? O ?? certificate?.subjectaltname;
  const text = typeof name === 'string' ? name : Array.isArray(name) ? name.join(', ') : 'without a name';
  return text.replace(/\p{C}/gu, '?').slice(0, 200);
}

function parsePin(pin: string): string {
  const digits = bare(pin.replace(/^\s*sha-?256\s*(fingerprint)?\s*[:=]?/i, ''));
  if (/^[0-9A-F]{64}$/.test(digits)) return digits;
  throw new UsageError(
    'PIN_INVALID',
    'The pin is no SHA-256 fingerprint: give its 32 bytes in hexadecimal, with or without colons.',
    { pin },
  );
}

function bare(fingerprint: string): string {
  return fingerprint.replace(/[\s:-]/g, '').toUpperCase();
}

function withColons(digits: string): string {
  return digits.replace(/..(?!$)/g, '$&:');
}

function checkAuthorities(ca: string | Buffer | (string | Buffer)[]): void {
  for (const text of Array.isArray(ca) ? ca : [ca]) {
    // Node takes anything here without a word, and then trusts nobody.
    if (!text.includes('-----BEGIN ')) {
      throw new UsageError(
        'CA_INVALID',
        'The authority file holds no certificate in PEM form (a text with "-----BEGIN CERTIFICATE-----"); convert it with: openssl x509 -inform DER -in FILE -out FILE.pem',
      );
    }
  }
}
