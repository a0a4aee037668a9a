import { expect } from 'chai';
import { sendMessage } from '../../runtime/actions.js';
import type { EofMessage } from '../../runtime/events.js';
import { ConnectionError } from '../../runtime/errors.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { LogCategory } from '../../runtime/log.js';
import type { Rig } from '../support/engine-kit.js';
import { ending, kit, listener, makeRig, opened } from '../support/engine-kit.js';

async function heldRig(lines: string[] = []): Promise<Rig & { readonly socket: MemorySocket }> {
  const log = (category: LogCategory, source: string, text: string | (() => string)): void => {
    if (category === 'error') lines.push(`${source}: ${typeof text === 'string' ? text : text()}`);
  };
  const rig = makeRig({ log });
  const socket = await opened(new MemorySocket('S'));
  rig.transitioner.add(listener, { socket });
  void rig.transitioner.run();
  rig.transitioner.control.hold();
  return { ...rig, socket };
}

const sentence =
  'More arrived on S while the run was held than is kept, so the socket is closed; let the run go on sooner.';

describe('RunControl, what arrives while a run is held', function () {
  // Tens of thousands of messages, on a machine that may be busy.
  this.timeout(30_000);

  it('up to 10,000 messages are kept behind the one that is held; one more closes the socket, said, recorded, and told to the automatons', async () => {
    const lines: string[] = [];
    const { transitioner, tracer, socket } = await heldRig(lines);
    const { control } = transitioner;
    for (let n = 0; n < 10_001; n += 1) socket.peer.send('{"mt":"Ping"}');
    expect([socket.state, lines]).to.deep.equal(['open', []]);
    socket.peer.send('{"mt":"Ping"}');
    expect(socket.state).to.equal('closed');
    expect(socket.peers[0]?.closedWith).to.deep.equal({ code: 1008, reason: 'receive queue full' });
    expect(lines).to.deep.equal([`S: ${sentence}`]);
    expect(tracer.lines('closed')).to.deep.equal(['S 1008']);
    const eofs: EofMessage[] = [];
    control.breakBefore(({ event }) => {
      if (event.type === 'EOF') eofs.push(event.msg as EofMessage);
      return false;
    });
    control.resume();
    expect(tracer.lines('deliver').filter((line) => line === 'Listener Ping')).to.have.length(10_002);
    expect(eofs[0]?.error).to.be.instanceOf(ConnectionError);
    expect(eofs[0]?.error).to.include({ code: 'HELD_QUEUE_FULL', message: sentence });
  });

  it('no more than 64 Mi characters are kept', async () => {
    const { socket } = await heldRig();
    const text = JSON.stringify({ mt: 'Ping', text: 'x'.repeat(2 ** 24) });
    for (let n = 0; n < 4; n += 1) socket.peer.send(text);
    expect(socket.state).to.equal('open');
    socket.peer.send(text);
    expect(socket.state).to.equal('closed');
  });

  it('a run that is not held keeps as much as comes at once', async () => {
    const { transitioner, tracer } = makeRig();
    const flood = new MemorySocket('S', undefined, {
      onMessage: (_message, peer) => {
        for (let n = 0; n < 20_000; n += 1) peer.send('{"mt":"Ping"}');
      },
    });
    await opened(flood);
    const asker = kit.createMachine({
      ...ending,
      id: 'Asker',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: { actions: sendMessage({ mt: 'Hello' }) }, Ping: {} } },
        Dead: { type: 'final' },
      },
    });
    transitioner.add(asker, { socket: flood });
    void transitioner.run();
    expect(flood.state).to.equal('open');
    expect(tracer.lines('deliver')).to.have.length(20_001);
  });
});
