import { once } from 'node:events';
import type { Server as HttpsServer } from 'node:https';
import { Agent, createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { WebSocketServer } from 'ws';
import { SimulatedClock } from '../../runtime/clock.js';
import { ConnectionError } from '../../runtime/errors.js';
import type { WSClientOptions } from '../../services/ws-client.js';
import { WSClient } from '../../services/ws-client.js';
import type { TestCertificate } from '../support/certificates.js';
import { makeCertificate } from '../support/certificates.js';
import { openSocket, RecordingListener } from '../support/recording-listener.js';
import { portOf } from '../support/socket-rigs.js';

/** A WebSocket server on TLS that counts the decrypted bytes it was sent. */
class TlsServer {
  receivedBytes = 0;
  readonly #open: Promise<unknown>[] = [];
  connections = 0;
  readonly #server: HttpsServer;
  readonly #webSockets: WebSocketServer;

  constructor(certificate: TestCertificate) {
    this.#server = createServer({ cert: certificate.cert, key: certificate.key });
    this.#server.on('secureConnection', (socket: TLSSocket) => {
      this.connections += 1;
      this.#open.push(once(socket, 'close'));
      socket.on('error', () => undefined);
      socket.prependListener('data', (data: Buffer) => {
        this.receivedBytes += data.length;
      });
    });
    this.#server.on('tlsClientError', () => undefined);
    this.#webSockets = new WebSocketServer({ server: this.#server });
  }

  /** Resolves when a client has pinged, and was answered. */
  nextPing(): Promise<unknown> {
    return Promise.race([...this.#webSockets.clients].map((client) => once(client, 'ping')));
  }

  /** Reads no more. */
  pause(): void {
    for (const client of this.#webSockets.clients) client.pause();
  }

  async listen(host = '127.0.0.1'): Promise<string> {
    this.#server.listen(0, host);
    await once(this.#server, 'listening');
    return `wss://127.0.0.1:${portOf(this.#server)}/PBX0`;
  }

  /** Ends everything. @returns how many decrypted bytes came, over all connections */
  async close(): Promise<number> {
    for (const client of this.#webSockets.clients) client.terminate();
    const closed = Promise.all([once(this.#server, 'close'), ...this.#open]);
    this.#server.close();
    await closed;
    return this.receivedBytes;
  }
}

describe('WSClient: certificates', () => {
  const certificates: Record<string, TestCertificate> = {};
  let server: TlsServer | undefined;
  let url = '';

  const certificate = (name: string): TestCertificate => {
    const found = certificates[name];
    if (found === undefined) throw new Error(`There is no test certificate ${name}.`);
    return found;
  };

  before(async () => {
    const ips = ['127.0.0.1'];
    certificates.authority = await makeCertificate({ commonName: 'Test authority', isAuthority: true });
    const authority = certificates.authority;
    certificates.good = await makeCertificate({ commonName: 'pbx', ips, authority });
    certificates.selfSigned = await makeCertificate({ commonName: 'pbx', ips });
    certificates.otherName = await makeCertificate({
      commonName: 'elsewhere',
      names: ['elsewhere.sample.dom'],
      authority,
    });
    certificates.expired = await makeCertificate({
      commonName: 'pbx',
      ips,
      authority,
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2021-01-01'),
    });
  });

  async function serve(name: string): Promise<TestCertificate> {
    server = new TlsServer(certificate(name));
    url = await server.listen();
    return certificate(name);
  }

  /** Connects and tells how it went: `undefined` when it opened. */
  async function connect(options: WSClientOptions): Promise<ConnectionError | undefined> {
    const socket = new WSClient('PBXWS', url, options);
    const listener = new RecordingListener();
    socket.attach(listener);
    socket.send('{"mt":"Login","secret":"must not leave"}');
    socket.connect();
    await listener.until(() => listener.heard.length > 0);
    if (listener.heard[0]?.[0] === 'open') {
      socket.close();
      return undefined;
    }
    const error = listener.closeInfo?.error;
    if (error instanceof ConnectionError) return error;
    throw new Error('The socket closed without a ConnectionError.');
  }

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const refusals: { name: string; options: () => WSClientOptions; reason: string }[] = [
    { name: 'selfSigned', options: () => ({}), reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    { name: 'good', options: () => ({}), reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    {
      name: 'good',
      options: () => ({ ca: certificate('selfSigned').cert }),
      reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    },
    {
      name: 'otherName',
      options: () => ({ ca: certificate('authority').cert }),
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
    { name: 'expired', options: () => ({ ca: certificate('authority').cert }), reason: 'CERT_HAS_EXPIRED' },
    {
      name: 'good',
      options: () => ({ ca: certificate('authority').cert, servername: 'pbx.sample.dom' }),
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
  ];

  for (const [index, { name, options, reason }] of refusals.entries()) {
    it(`refuses ${name} with ${reason} before a byte is sent (${index + 1})`, async () => {
      const { fingerprint } = await serve(name);
      const error = await connect(options());
      expect(error?.code).to.equal('CERTIFICATE_REFUSED');
      expect(error?.data).to.include({ reason, fingerprint, url });
      expect(error?.data.subject).to.equal(name === 'otherName' ? 'elsewhere' : 'pbx');
      expect(error?.message)
        .to.include(`--pin ${fingerprint}`)
        .and.include('--ca FILE')
        .and.include('127.0.0.1');
      expect(await server?.close()).to.equal(0);
      server = undefined;
    });
  }

  it('accepts a certificate of the given authority, and sends only then', async () => {
    await serve('good');
    expect(await connect({ ca: certificate('authority').cert })).to.equal(undefined);
    expect(await server?.close()).to.be.greaterThan(100);
    server = undefined;
  });

  it('accepts a self-signed certificate that is its own authority, also as a Buffer in a list', async () => {
    const { cert } = await serve('selfSigned');
    expect(await connect({ ca: [Buffer.from(cert)] })).to.equal(undefined);
  });

  it('asks a checkServerIdentity of its own about a verified certificate', async () => {
    await serve('otherName');
    const asked: string[] = [];
    const options = {
      ca: certificate('authority').cert,
      checkServerIdentity: (host: string): undefined => {
        asked.push(host);
      },
    };
    expect(await connect(options)).to.equal(undefined);
    expect(asked).to.deep.equal(['127.0.0.1']);
  });

  for (const name of ['selfSigned', 'otherName', 'expired']) {
    it(`a pin accepts just that certificate: ${name}`, async () => {
      const { fingerprint } = await serve(name);
      expect(await connect({ pin: fingerprint })).to.equal(undefined);
      const loose = fingerprint.toLowerCase().replaceAll(':', ' ');
      expect(await connect({ pin: [certificate('good').fingerprint, ` ${loose}`] })).to.equal(undefined);
      expect(await connect({ pin: `SHA256 Fingerprint=${fingerprint.replaceAll(':', '')}` })).to.equal(
        undefined,
      );
    });
  }

  it('a pin refuses every other certificate, also a verified one and with insecure, before a byte is sent', async () => {
    const { fingerprint } = await serve('good');
    const pin = certificate('selfSigned').fingerprint;
    const error = await connect({ pin, ca: certificate('authority').cert, insecure: true });
    expect(error?.code).to.equal('CERTIFICATE_MISMATCH');
    expect(error?.data).to.deep.equal({ url, fingerprint, expected: [pin] });
    expect(error?.message).to.include(fingerprint);
    expect(await server?.close()).to.equal(0);
    server = undefined;
  });

  it('a pin refuses an address without TLS', async () => {
    await serve('good');
    url = url.replace('wss:', 'ws:');
    expect((await connect({ pin: certificate('good').fingerprint }))?.code).to.equal('CERTIFICATE_MISMATCH');
    expect(server?.connections).to.equal(0);
  });

  it('insecure accepts everything and warns at each connection', async () => {
    await serve('expired');
    const warnings: string[] = [];
    const options = {
      insecure: true,
      onWarning: (sentence: string) => {
        warnings.push(sentence);
      },
    };
    expect(await connect(options)).to.equal(undefined);
    expect(await connect(options)).to.equal(undefined);
    expect(warnings).to.have.length(2);
    expect(warnings[0])
      .to.match(/not verified/)
      .and.include(url);
  });

  it('options that would switch the check off, or send before it, do not', async () => {
    await serve('selfSigned');
    const untyped = { rejectUnauthorized: false, headers: { Expect: '100-continue' }, followRedirects: true };
    expect((await connect(untyped))?.code).to.equal('CERTIFICATE_REFUSED');
    expect(await server?.close()).to.equal(0);
    server = undefined;
  });

  it('the environment variable that switches TLS checks off in Node does not', async () => {
    await serve('selfSigned');
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    // Node warns of it, rightly, but not to whom it may concern here.
    const warned = process.listeners('warning');
    process.removeAllListeners('warning');
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect((await connect({}))?.code).to.equal('CERTIFICATE_REFUSED');
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      for (const listener of warned) process.on('warning', listener);
    }
  });

  it("judges an agent's connections too, resumed sessions included", async () => {
    await serve('otherName');
    const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });
    try {
      const ca = certificate('authority').cert;
      for (const attempt of [1, 2, 3]) {
        const error = await connect({ agent, ca });
        expect(error?.data.reason, `attempt ${attempt}`).to.equal('ERR_TLS_CERT_ALTNAME_INVALID');
      }
      expect((await connect({ agent, pin: certificate('good').fingerprint }))?.code).to.equal(
        'CERTIFICATE_MISMATCH',
      );
      expect(server?.receivedBytes).to.equal(0);
      expect(await connect({ agent, pin: certificate('otherName').fingerprint })).to.equal(undefined);
    } finally {
      agent.destroy();
    }
  });

  it('hears the pongs of a living peer through TLS, and notices a dead one', async () => {
    const { cert } = await serve('selfSigned');
    const clock = new SimulatedClock();
    const socket = new WSClient('PBXWS', url, { ca: cert, clock, pingIntervalMs: 1000 });
    const { listener } = await openSocket(socket);
    for (let beat = 1; beat <= 3; beat += 1) {
      const pinged = server?.nextPing();
      clock.advance(1000);
      await pinged;
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      expect(socket.state).to.equal('open');
    }
    server?.pause();
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1000);
    expect((await listener.untilClosed()).error).to.have.property('code', 'PEER_SILENT');
  });

  it('a pin or an authority that cannot be one is refused at once', () => {
    for (const pin of ['', 'AB:CD', `${'AB:'.repeat(32)}AB`, 'sha1 fingerprint=00']) {
      expect(() => new WSClient('PBXWS', url, { pin }), pin)
        .to.throw()
        .with.property('code', 'PIN_INVALID');
    }
    for (const ca of ['', Buffer.from([0x30, 0x82]), [certificate('good').cert, 'x']]) {
      expect(() => new WSClient('PBXWS', url, { ca }))
        .to.throw()
        .with.property('code', 'CA_INVALID');
    }
  });
});
