import { expect } from 'chai';
import { AttachServer } from '../../../inspector/server/attach-server.js';
import { InspectorError } from '../../../inspector/server/errors.js';
import { TraceHub } from '../../../inspector/server/trace-hub.js';
import { attachSubprotocol } from '../../../inspector/model/attach-protocol.js';
import { SimulatedClock } from '../../../runtime/clock.js';
import type { AttachRequest } from './attach-kit.js';
import { ask, FakePage, ofType, pageFolder, placeOf, tryToAttach } from './attach-kit.js';

describe('inspector attach server', () => {
  const page = pageFolder();
  let server: AttachServer;
  let hub: TraceHub;
  let pages: number[];

  beforeEach(async () => {
    const clock = new SimulatedClock();
    hub = new TraceHub({ clock });
    pages = [];
    server = await AttachServer.start({
      hub,
      desk: undefined,
      clock,
      title: 'a test',
      isLive: true,
      scenarios: [],
      pageFolder: page.path,
      onPages: (count) => pages.push(count),
    });
  });

  afterEach(() => server.close('the test is over'));

  after(() => {
    page.remove();
  });

  const log = (seq: number): Parameters<TraceHub['sink']>[0] => ({
    seq,
    t: seq,
    kind: 'log',
    category: 'debug',
    source: 'test',
    text: `line ${seq}`,
  });

  describe('the page', () => {
    it('is served with headers that let it do nothing but its work', async () => {
      const { status, headers, body } = await ask(server.port, '/');
      expect(status).to.equal(200);
      expect(body).to.include('<title>page</title>');
      const policy = headers['content-security-policy']?.toString().split('; ');
      expect(policy).to.include.members([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ]);
      expect(policy?.join()).not.to.match(/unsafe|\*|http/);
      expect(headers).to.include({
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers).not.to.have.property('access-control-allow-origin');
    });

    it('comes with its files by their types, also by the name localhost', async () => {
      const answer = await ask(server.port, '/page.js?x=1', { host: `localhost:${server.port}` });
      expect(answer).to.include({ status: 200, body: 'export {};' });
      expect(answer.headers['content-type']).to.equal('text/javascript; charset=utf-8');
    });

    it('answers HEAD without the content', async () => {
      const answer = await ask(server.port, '/page.js', { method: 'HEAD' });
      expect(answer).to.include({ status: 200, body: '' });
      expect(answer.headers['content-length']).to.equal('10');
    });

    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      it(`takes no ${method}`, async () => {
        expect(await ask(server.port, '/', { method })).to.include({ status: 405 });
      });
    }

    const paths = [
      '/../package.json',
      '/../../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/..\\package.json',
      '//etc/passwd',
      '/secret.key',
      '/constructor',
      '/page.js/',
      'http://127.0.0.1/page.js',
    ];
    for (const path of paths) {
      it(`hands out nothing at ${path}`, async () => {
        expect(await ask(server.port, path)).to.include({ status: 404 });
      });
    }

    for (const host of ['evil.example', 'localhost.evil.example:80', '127.0.0.1', '[::1]', '127.0.0.1:1']) {
      it(`is served to nobody who calls it ${host}`, async () => {
        const { status, body } = await ask(server.port, '/', { host });
        expect(status).to.equal(403);
        expect(body).not.to.include('title');
      });
    }

    it('is on loopback only', () => {
      expect(server.url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{32}$/);
    });

    it('says how to build it, when it is not built', async () => {
      const options = { hub, desk: undefined, clock: new SimulatedClock() };
      const missing = AttachServer.start({
        ...options,
        title: '',
        isLive: false,
        scenarios: [],
        pageFolder: `${page.path}/none`,
      });
      const error = await missing.catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InspectorError).with.property('code', 'INSPECTOR_PAGE_MISSING');
      expect(error)
        .to.have.property('message')
        .that.matches(/build-page\.mjs$/);
    });

    it('says so when the port is taken', async () => {
      const taken = AttachServer.start({
        hub,
        desk: undefined,
        clock: new SimulatedClock(),
        title: '',
        isLive: false,
        scenarios: [],
        pageFolder: page.path,
        port: server.port,
      });
      const error = await taken.catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'INSPECTOR_PORT_IN_USE');
    });
  });

  describe('a WebSocket', () => {
    const refusals: Record<string, readonly [wish: AttachRequest, status: number, reason: RegExp]> = {
      'of a foreign Host': [{ host: 'evil.example' }, 403, /only at 127\.0\.0\.1 and localhost/],
      'of a name that was pointed at loopback, with its own Origin': [
        { host: 'rebound.example:80', origin: 'http://rebound.example:80' },
        403,
        /only at 127\.0\.0\.1/,
      ],
      'of a foreign Origin': [{ origin: 'https://evil.example' }, 403, /Only the page/],
      'of another port of this machine': [{ origin: 'http://127.0.0.1:1' }, 403, /Only the page/],
      'of a file': [{ origin: 'null' }, 403, /Only the page/],
      'without Origin': [{ origin: null }, 403, /Only the page/],
      'with a wrong token': [{ protocols: [attachSubprotocol, 'A'.repeat(32)] }, 401, /token is not/],
      'with a token of another length': [{ protocols: [attachSubprotocol, 'short'] }, 401, /token is not/],
      'without a token': [{ protocols: [attachSubprotocol] }, 401, /token is not/],
      'of another protocol': [{ protocols: ['chat'] }, 400, /subprotocol/],
      'without a protocol': [{ protocols: [] }, 400, /subprotocol/],
      'at another path': [{ path: '/other' }, 404, /attaches at \/attach/],
    };
    for (const [what, [wish, status, reason]] of Object.entries(refusals)) {
      it(`${what} is refused with ${status}`, async () => {
        const answer = await tryToAttach(server.url, wish);
        expect(answer.status).to.equal(status);
        expect(answer.body).to.match(reason).and.match(/\.\n$/);
        expect(answer.body).not.to.include(placeOf(server.url).token);
        expect(server.pages).to.equal(0);
      });
    }

    it('with the token after more protocols is refused', async () => {
      const { token } = placeOf(server.url);
      const answer = await tryToAttach(server.url, { protocols: [attachSubprotocol, 'x', token] });
      expect(answer.status).to.equal(400);
    });

    it('of the page is taken, by either name, and never told the token', async () => {
      const { port } = placeOf(server.url);
      const wish = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
      const { status, socket } = await tryToAttach(server.url, wish);
      expect(status).to.equal(101);
      expect(socket?.protocol).to.equal(attachSubprotocol);
      socket?.close();
    });

    it('says hello and sends what is there, then what comes', async () => {
      hub.sink(log(1));
      const attached = await FakePage.attach(server.url);
      const hello = await attached.until(ofType('hello'));
      expect(hello).to.deep.equal({
        type: 'hello',
        title: 'a test',
        isLive: true,
        canControl: false,
        scenarios: [],
        newest: 1,
      });
      await attached.when(() => attached.records.length === 1);
      hub.sink(log(2));
      hub.flush();
      await attached.when(() => attached.records.length === 2);
      expect(attached.records.map(({ seq }) => seq)).to.deep.equal([1, 2]);
    });

    it('gets only what it has not seen', async () => {
      for (let seq = 1; seq <= 1200; seq += 1) hub.sink(log(seq));
      const attached = await FakePage.attach(server.url, 1198);
      await attached.when(() => attached.records.length === 2);
      expect(attached.records.map(({ seq }) => seq)).to.deep.equal([1199, 1200]);
    });

    it('gets many records in parts, in order', async () => {
      for (let seq = 1; seq <= 1200; seq += 1) hub.sink(log(seq));
      const attached = await FakePage.attach(server.url);
      await attached.when(() => attached.records.length === 1200);
      expect(attached.records.every(({ seq }, at) => seq === at + 1)).to.equal(true);
      expect(attached.heard.filter(ofType('records')).length).to.equal(3);
    });

    it('is counted while it is attached', async () => {
      const attached = await FakePage.attach(server.url);
      await attached.until(ofType('hello'));
      expect(pages).to.deep.equal([1]);
      await attached.leave();
      await server.close('done');
      expect(pages).to.deep.equal([1, 0]);
    });

    it('hears goodbye when the program ends', async () => {
      const attached = await FakePage.attach(server.url);
      await attached.until(ofType('hello'));
      const closing = server.close('The program has ended.');
      expect(await attached.until(ofType('bye'))).to.deep.equal({
        type: 'bye',
        why: 'The program has ended.',
      });
      expect(await attached.closed()).to.equal(1001);
      await closing;
    });
  });

  describe('a message of the page', () => {
    const odd: Record<string, readonly [text: string, reason: RegExp, id?: number]> = {
      'that is not JSON': ['{"type":', /not JSON/],
      'that is no object': ['7', /cannot be understood/],
      'of an unknown type': ['{"type":"evaluate","code":"1"}', /cannot be understood: type/],
      'with a wrong member': ['{"type":"hello","after":"all"}', /after/],
      'with too much in it': ['{"type":"hello","after":0,"x":1}', /cannot be understood/],
      'with an unknown act': ['{"type":"act","id":4,"command":{"do":"quit"}}', /command\.do/, 4],
    };
    for (const [what, [text, reason, id]] of Object.entries(odd)) {
      it(`${what} is refused in a sentence, and the page stays attached`, async () => {
        const attached = await FakePage.attach(server.url);
        attached.socket.send(text);
        const refused = await attached.until(ofType('refused'));
        expect(refused.reason).to.match(reason).and.match(/\.$/);
        expect(refused.id).to.equal(id);
        await attached.until(ofType('hello'));
      });
    }

    it('that is binary is refused', async () => {
      const attached = await FakePage.open(server.url);
      attached.socket.send(Buffer.from([1, 2, 3]));
      expect((await attached.until(ofType('refused'))).reason).to.match(/texts/);
    });

    it('that is too large ends the connection with a code, and nothing else', async () => {
      const attached = await FakePage.attach(server.url);
      attached.socket.send('x'.repeat(70_000));
      expect(await attached.closed()).to.equal(1009);
      expect((await ask(server.port, '/')).status).to.equal(200);
    });

    it('that acts is refused while the page may look only', async () => {
      const attached = await FakePage.attach(server.url);
      const answer = await attached.act({ do: 'hold' });
      expect(answer).to.include({ type: 'refused' });
      expect(answer)
        .to.have.property('reason')
        .that.matches(/--control or --hold/);
    });
  });

  it('lets a page go that takes nothing any more', async () => {
    const clock = new SimulatedClock();
    const slowHub = new TraceHub({ clock });
    const slow = await AttachServer.start({
      hub: slowHub,
      desk: undefined,
      clock,
      title: 'slow',
      isLive: true,
      scenarios: [],
      pageFolder: page.path,
    });
    const attached = await FakePage.attach(slow.url);
    await attached.until(ofType('hello'));
    attached.socket.pause();
    const text = 'x'.repeat(900_000);
    for (let seq = 1; seq <= 60; seq += 1) slowHub.sink({ ...log(seq), kind: 'note', note: text });
    slowHub.flush();
    const before = process.memoryUsage().arrayBuffers;
    // What the system's buffers take, it takes; then the connection stands still.
    while (slow.pages > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(1000);
    }
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(40_000_000);
    attached.socket.terminate();
    await slow.close('done');
  });
});
