import { expect } from 'chai';
import { assign } from 'xstate';
import { FiniteStateAutomaton } from '../../../porting/classes/finite-state-automaton.js';
import { Log } from '../../../porting/library/log.js';
import type { Message } from '../../../porting/machine/index.js';
import {
  handledMessages,
  MachineAutomaton,
  MachineTransitioner,
  stepOf,
} from '../../../porting/machine/index.js';
import { sendMessage } from '../../../runtime/actions.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';

const Counter = setupAutomaton({
  types: {
    context: {} as { readonly count: number },
    messages: {} as { readonly mt: 'Count' | 'Ignored' },
    input: {} as { readonly from: number },
    output: {} as { readonly ok: true },
  },
  accepts: { Count: 'wire', Ignored: 'wire' },
}).createMachine({
  id: 'Counter',
  initial: 'Initial',
  context: ({ input }) => ({ count: input.from }),
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage({ mt: 'GetCount' }) },
        // Taken, and nothing comes of it.
        Ignored: {},
        Count: { target: 'Dead', actions: assign({ count: ({ context }) => context.count + 1 }) },
      },
    },
    Dead: { type: 'final' },
  },
  output: () => ({ ok: true }),
});

/** One of the other kind, in the same run. */
class Watcher extends FiniteStateAutomaton {
  seen = 0;

  override ReceiveInitialStart(_msg: Message): undefined {
    this.seen += 1;
  }

  ReceiveInitialCount(_msg: Message): string {
    this.seen += 1;
    return 'Dead';
  }
}

describe('MachineAutomaton: machines in programs of PHP’s shape', () => {
  let log: ReturnType<typeof Log.clearLogLevel>;

  before(() => {
    log = Log.clearLogLevel();
  });
  after(() => {
    Log.clearLogLevel(log);
  });

  it('is made with a socket, run beside a class, and asked for its members', async () => {
    const socket = new MemorySocket('S', undefined, {
      onMessage: (_message, peer) => {
        peer.send({ mt: 'Count' });
      },
    });
    const counter = new MachineAutomaton(Counter, { socket, nickname: null, input: { from: 6 } });
    const watcher = new Watcher(socket, 'W');
    expect(counter.members).to.deep.equal({ count: 6 });
    expect(counter.state.getRun()).to.equal(false);
    const result = await new MachineTransitioner(counter, [watcher]).run(1);
    expect(result.outcome).to.equal('finished');
    expect(result.automatons.map(({ nickname }) => nickname)).to.deep.equal(['Counter', 'W']);
    expect(counter.members).to.deep.equal({ count: 7 });
    expect(counter.state.getName()).to.equal('Dead');
    expect(counter.getNickname()).to.equal('Counter(Counter)');
    expect(watcher.seen).to.equal(2);
  });

  it('shows by stepOf and handledMessages what a machine does, with nothing carried out', () => {
    expect(handledMessages(Counter)).to.deep.equal({ Initial: ['Start', 'Ignored', 'Count'], Dead: [] });
    const step = stepOf(Counter, { mt: 'Start' }, { input: { from: 0 } });
    expect(step).to.deep.equal({ state: 'Initial', sent: [{ mt: 'GetCount' }], posted: [], logged: [] });
    expect(stepOf(Counter, { mt: 'Count' }, { input: { from: 0 } }).state).to.equal('Dead');
  });
});
