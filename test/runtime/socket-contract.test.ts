import { expect } from 'chai';
import { SimulatedClock } from '../../runtime/clock.js';
import { ConnectionError } from '../../runtime/errors.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import { addressOf } from '../../runtime/socket.js';
import { openSocket, RecordingListener } from '../support/recording-listener.js';
import type { SocketRig } from '../support/socket-rigs.js';
import { memoryRig, webSocketRig } from '../support/socket-rigs.js';

const a = '{"mt":"A"}';
const b = '{"mt":"B"}';
const c = '{"mt":"C"}';

for (const [kind, makeRig] of [
  ['MemorySocket', memoryRig],
  ['WSClient', webSocketRig],
] as const) {
  describe(`socket contract: ${kind}`, () => {
    let rig: SocketRig;

    beforeEach(async () => {
      rig = await makeRig();
    });

    afterEach(async () => {
      await rig.dispose();
    });

    it('idle: keeps what is sent until it is open, in order, and sends it before open is heard', async () => {
      const socket = rig.make();
      const listener = new RecordingListener(([heard]) => {
        if (heard === 'open') socket.send(c);
      });
      socket.attach(listener);
      expect([socket.state, socket.send(a), socket.send(b)]).to.deep.equal(['idle', true, true]);
      socket.connect();
      expect(socket.state).to.equal('connecting');
      const peer = await rig.peer(0);
      await peer.untilTexts(3);
      expect(peer.texts).to.deep.equal([a, b, c]);
      expect(listener.heard).to.deep.equal([['open', rig.url]]);
    });

    it('idle: close does nothing', () => {
      const socket = rig.make();
      const listener = new RecordingListener();
      socket.attach(listener);
      socket.close();
      expect(socket.state).to.equal('idle');
      expect(listener.heard).to.deep.equal([]);
    });

    it('connect tells nothing before it has returned', async () => {
      const socket = rig.make();
      const listener = new RecordingListener();
      socket.attach(listener);
      socket.connect();
      expect(listener.heard).to.deep.equal([]);
      await listener.untilOpen();
      expect(socket.state).to.equal('open');
    });

    it('connecting: close gives up, is heard once, and drops what was kept', async () => {
      const socket = rig.make();
      const listener = new RecordingListener();
      socket.attach(listener);
      socket.connect(rig.silentUrl);
      socket.send(a);
      socket.close(1000, 'changed my mind');
      expect([socket.state, socket.send(b)]).to.deep.equal(['closed', false]);
      expect(listener.words).to.deep.equal(['close 1000 changed my mind']);
      socket.connect(rig.url);
      socket.send(c);
      const peer = await rig.peer(0);
      await peer.untilTexts(1);
      expect(peer.texts).to.deep.equal([c]);
      expect(listener.words).to.deep.equal(['close 1000 changed my mind', 'open']);
    });

    it('connecting: connect starts anew and what was kept goes to the new peer', async () => {
      const socket = rig.make();
      const listener = new RecordingListener();
      socket.attach(listener);
      socket.send(a);
      socket.connect(rig.silentUrl);
      socket.send(b);
      socket.connect(rig.url);
      const peer = await rig.peer(0);
      await peer.untilTexts(2);
      expect(peer.texts).to.deep.equal([a, b]);
      expect(listener.heard).to.deep.equal([['open', rig.url]]);
      expect(socket.url).to.equal(rig.url);
    });

    it('open: connect closes and starts anew; nothing of the old connection is heard', async () => {
      const socket = rig.make();
      const { listener } = await openSocket(socket);
      const first = await rig.peer(0);
      first.send(a);
      await listener.until(() => listener.heard.length === 2);
      socket.connect();
      first.send(b);
      const second = await rig.peer(1);
      second.send(c);
      await listener.until(() => listener.words.includes(`text ${c}`));
      expect(listener.words).to.deep.equal(['open', `text ${a}`, 'open', `text ${c}`]);
      expect(await first.closed).to.deep.equal({ code: 1000, reason: 'replaced' });
    });

    it('open: close is heard at once and reaches the peer with code and reason', async () => {
      const socket = rig.make();
      const { listener } = await openSocket(socket);
      const peer = await rig.peer(0);
      socket.close(3001, 'enough');
      expect(listener.words).to.deep.equal(['open', 'close 3001 enough']);
      expect(await peer.closed).to.deep.equal({ code: 3001, reason: 'enough' });
      peer.send(a);
      expect(listener.heard).to.have.length(2);
    });

    it('closed: send is refused, close does nothing, connect connects to the same address', async () => {
      const socket = rig.make();
      const { listener } = await openSocket(socket);
      socket.close();
      socket.close();
      expect(socket.send(a)).to.equal(false);
      socket.connect();
      await rig.peer(1);
      await listener.until(() => listener.heard.length === 3);
      expect(listener.words).to.deep.equal(['open', 'close 1000', 'open']);
    });

    it("the peer's close is heard with its code and reason", async () => {
      const socket = rig.make();
      const { listener } = await openSocket(socket);
      (await rig.peer(0)).close(4001, 'Tschüß');
      const { code, reason, error } = await listener.untilClosed();
      expect([code, reason, error, socket.state]).to.deep.equal([4001, 'Tschüß', undefined, 'closed']);
    });

    it('a connection that breaks is heard as close 1006 with an error', async () => {
      const { listener } = await openSocket(rig.make());
      (await rig.peer(0)).break();
      const { code, error } = await listener.untilClosed();
      expect(code).to.equal(1006);
      expect(error).to.be.instanceOf(Error);
    });

    it('a binary message is heard by its length', async () => {
      const { listener } = await openSocket(rig.make());
      const peer = await rig.peer(0);
      peer.sendBinary(7);
      peer.send(a);
      await listener.until(() => listener.heard.length === 3);
      expect(listener.words).to.deep.equal(['open', 'binary 7', `text ${a}`]);
    });

    it('what arrives between two runs is heard by the next, in order, with the close after it', async () => {
      const socket = rig.make();
      const { listener, detach } = await openSocket(socket);
      const peer = await rig.peer(0);
      detach();
      for (const text of [a, b]) peer.send(text);
      const second = new RecordingListener();
      peer.close(1000, 'done');
      await new Promise<void>((resolve) => {
        waitForState(socket, 'closed', resolve);
      });
      socket.attach(second);
      expect(second.words).to.deep.equal([`text ${a}`, `text ${b}`, 'close 1000 done']);
      expect(listener.words).to.deep.equal(['open']);
    });

    it('over its limit between two runs it closes, and the next run hears what was kept and why', async () => {
      const socket = rig.make({ receiveQueueLength: 2 });
      const { detach } = await openSocket(socket);
      const peer = await rig.peer(0);
      detach();
      for (const text of [a, b, c]) peer.send(text);
      await new Promise<void>((resolve) => {
        waitForState(socket, 'closed', resolve);
      });
      const second = new RecordingListener();
      socket.attach(second);
      expect(second.words).to.deep.equal([
        `text ${a}`,
        `text ${b}`,
        `text ${c}`,
        'close 1008 receive queue full',
      ]);
      expect(second.closeInfo?.error)
        .to.be.instanceOf(ConnectionError)
        .with.property('code', 'RECEIVE_QUEUE_FULL');
      expect(await peer.closed).to.deep.equal({ code: 1008, reason: 'receive queue full' });
    });

    it('the characters kept between two runs are limited too', async () => {
      const socket = rig.make({ receiveQueueSize: 2 * a.length - 1 });
      const { detach } = await openSocket(socket);
      const peer = await rig.peer(0);
      detach();
      for (const text of [a, b]) peer.send(text);
      await new Promise<void>((resolve) => {
        waitForState(socket, 'closed', resolve);
      });
      expect((await peer.closed).code).to.equal(1008);
    });

    it('one run at a time has it', async () => {
      const socket = rig.make();
      const { detach } = await openSocket(socket);
      expect(() => socket.attach(new RecordingListener()))
        .to.throw()
        .with.property('code', 'SOCKET_IN_USE');
      detach();
      socket.attach(new RecordingListener());
    });

    it('a listener is told one thing at a time, also when it closes the socket meanwhile', async () => {
      const socket = rig.make();
      let depth = 0;
      const depths: number[] = [];
      const listener = new RecordingListener(([heard]) => {
        depth += 1;
        depths.push(depth);
        if (heard === 'text') socket.close(1000, 'heard enough');
        depth -= 1;
      });
      socket.attach(listener);
      socket.connect();
      await listener.untilOpen();
      (await rig.peer(0)).send(a);
      await listener.untilClosed();
      expect(listener.words).to.deep.equal(['open', `text ${a}`, 'close 1000 heard enough']);
      expect(depths).to.deep.equal([1, 1, 1]);
    });

    it('a run that lets go in the middle leaves the rest to the next', async () => {
      const socket = rig.make();
      const holder: { detach: () => void } = { detach: () => undefined };
      const listener = new RecordingListener(([heard]) => {
        if (heard !== 'text') return;
        socket.close();
        holder.detach();
      });
      holder.detach = socket.attach(listener);
      socket.connect();
      await listener.untilOpen();
      (await rig.peer(0)).send(a);
      await listener.until(() => listener.heard.length === 2);
      const second = new RecordingListener();
      socket.attach(second);
      expect([listener.words, second.words]).to.deep.equal([['open', `text ${a}`], ['close 1000']]);
    });

    it('what a run gives back when it lets go is heard first by the next', async () => {
      const socket = rig.make();
      const listener = new RecordingListener();
      const release = socket.attach(listener);
      socket.connect();
      await listener.untilOpen();
      const peer = await rig.peer(0);
      peer.send(a);
      await listener.until(() => listener.heard.length === 2);
      release([{ kind: 'text', text: a }]);
      peer.send(b);
      peer.close(1000, 'done');
      await new Promise<void>((resolve) => {
        waitForState(socket, 'closed', resolve);
      });
      const second = new RecordingListener();
      socket.attach(second);
      expect(second.words).to.deep.equal([`text ${a}`, `text ${b}`, 'close 1000 done']);
    });

    it('a connection that is not answered ends at the handshake limit, on the given clock', async () => {
      const clock = new SimulatedClock();
      const socket = rig.make({ clock, handshakeTimeoutMs: 4000 });
      const listener = new RecordingListener();
      socket.attach(listener);
      socket.connect(rig.silentUrl);
      clock.advance(3999);
      expect(socket.state).to.equal('connecting');
      clock.advance(1);
      const { code, error } = await listener.untilClosed();
      expect(code).to.equal(1006);
      expect(error).to.be.instanceOf(ConnectionError).with.property('code', 'CONNECT_TIMEOUT');
      expect(clock.pending).to.equal(0);
    });

    it('no timer is left once it is closed', async () => {
      const clock = new SimulatedClock();
      const socket = rig.make({ clock });
      await openSocket(socket);
      socket.close();
      expect(clock.pending).to.equal(0);
    });

    it('a code that no close frame may carry is refused, and nothing is closed', async () => {
      const socket = rig.make();
      await openSocket(socket);
      for (const code of [999, 1004, 1005, 1006, 1015, 2999, 5000, 1000.5, NaN]) {
        expect(() => {
          socket.close(code);
        }, String(code))
          .to.throw()
          .with.property('code', 'CLOSE_CODE_INVALID');
      }
      expect(socket.state).to.equal('open');
    });
  });
}

describe('socket contract: a peer that answers at once', () => {
  it('is heard after open, and after what was kept', async () => {
    const socket = new MemorySocket('PBXWS', undefined, {
      onMessage: (message, peer) => {
        peer.send({ mt: `${message.mt}Result` });
      },
    });
    const listener = new RecordingListener();
    socket.send(a);
    socket.connect();
    const first = socket.attach(listener);
    await listener.until(() => listener.heard.length === 2);
    first();
    socket.peer.send(b);
    socket.peer.send(c);
    const second = new RecordingListener(([, text]) => {
      if (text === b) socket.send(a);
    });
    socket.attach(second);
    expect(listener.words).to.deep.equal(['open', 'text {"mt":"AResult"}']);
    expect(second.words).to.deep.equal([`text ${b}`, `text ${c}`, 'text {"mt":"AResult"}']);
  });
});

describe('addressOf', () => {
  it('leaves out what may be secret, and what is not printable', () => {
    expect(addressOf('wss://user:pass@pbx.sample.dom:8443/PBX0?key=1#x')).to.equal(
      'wss://pbx.sample.dom:8443/PBX0',
    );
    expect(addressOf('wss://pbx/a@b')).to.equal('wss://pbx/a@b');
    expect(addressOf('no address\u001b[2J\n?key=1')).to.equal('no address[2J');
  });
});

/** Asks at each turn of the event loop; no time passes by itself. */
function waitForState(socket: { readonly state: string }, state: string, resolve: () => void): void {
  if (socket.state === state) resolve();
  else setImmediate(waitForState, socket, state, resolve);
}
