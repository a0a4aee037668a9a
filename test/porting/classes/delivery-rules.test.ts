import { expect } from 'chai';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import type { SocketPort } from '../../../runtime/socket.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

type Act = (automaton: Scripted, msg: Message) => NextState;

/** Does what the test says, and writes down what it was asked. */
abstract class Scripted extends FiniteStateAutomaton {
  #log: string[];
  #acts: Readonly<Record<string, Act>>;

  constructor(
    nickname: string,
    log: string[],
    acts: Readonly<Record<string, Act>>,
    ws: SocketPort | null = null,
  ) {
    super(ws, nickname);
    this.#log = log;
    this.#acts = acts;
  }

  post(mt: string, to?: string): void {
    this.note(`posts ${mt}`);
    this.postEvent(new Message(mt), to);
    this.note(`posted ${mt}`);
  }

  note(text: string): void {
    this.#log.push(`${this.getShortNickname()} ${text}`);
  }

  protected act(msg: Message): NextState {
    const state = this.state.getName();
    this.note(`${msg.mt} in ${state} from ${String(msg['_sourcename'])}`);
    return this.#acts[`${state} ${msg.mt}`]?.(this, msg);
  }
}

class Player extends Scripted {
  static override readonly states: readonly string[] = ['Initial', 'A', 'B', 'Dead'];

  ReceiveInitialStart(msg: Message): NextState {
    return this.act(msg);
  }
  ReceiveInitialGo(msg: Message): NextState {
    return this.act(msg);
  }
  ReceiveInitialStop(msg: Message): NextState {
    return this.act(msg);
  }
  ReceiveAStart(msg: Message): NextState {
    return this.act(msg);
  }
  ReceiveAGo(msg: Message): NextState {
    return this.act(msg);
  }
  ReceiveBStart(msg: Message): NextState {
    return this.act(msg);
  }
  ReceiveBGo(msg: Message): NextState {
    return this.act(msg);
  }
}

class Quiet extends Player {
  static override readonly postsToSelf = false;
}

/** Runs players, sends messages to their sockets, and returns what they wrote down. */
async function played(
  make: (log: string[], socket: SocketPort) => readonly Player[],
  ...arriving: string[]
): Promise<{ readonly log: string[]; readonly players: readonly Player[] }> {
  const log: string[] = [];
  const socket = await openSocket('S');
  const players = make(log, socket);
  const { transitioner } = makePhpRig(players);
  void transitioner.run();
  for (const mt of arriving) {
    log.push(`-- ${mt}`);
    socket.peer.send({ mt });
  }
  return { log, players };
}

function stateOf(player: Scripted | undefined): string {
  return `${player?.state.getName() ?? ''} ${player?.state.getRun() === true ? 'runs' : 'has stopped'}`;
}

describe('PHP-style classes: delivering', () => {
  it('a message without a handler changes nothing', async () => {
    const { log, players } = await played((log, S) => [new Player('P', log, {}, S)], 'Unknown');
    expect(log).to.deep.equal(['P Start in Initial from P', '-- Unknown']);
    expect(stateOf(players[0])).to.equal('Initial runs');
  });

  it('a returned state that differs brings Start there, from the automaton itself', async () => {
    const acts = { 'Initial Go': () => 'A' };
    const { log } = await played((log, S) => [new Player('P', log, acts, S)], 'Go');
    expect(log.slice(2)).to.deep.equal(['P Go in Initial from P', 'P Start in A from P']);
  });

  it('Start may lead on, and each state gets its own', async () => {
    const acts = { 'Initial Go': () => 'A', 'A Start': () => 'B' };
    const { log } = await played((log, S) => [new Player('P', log, acts, S)], 'Go');
    expect(log.slice(2)).to.deep.equal([
      'P Go in Initial from P',
      'P Start in A from P',
      'P Start in B from P',
    ]);
  });

  it('the present state, null and nothing bring none', async () => {
    for (const returned of ['Initial', null, undefined]) {
      const acts = { 'Initial Go': () => returned };
      const { log } = await played((log, S) => [new Player('P', log, acts, S)], 'Go');
      expect(log.slice(2)).to.deep.equal(['P Go in Initial from P']);
    }
  });

  it('Dead gets no Start, and what is Dead gets nothing more', async () => {
    const acts = { 'Initial Go': () => 'Dead' };
    const { log, players } = await played((log, S) => [new Player('P', log, acts, S)], 'Go', 'Go');
    expect(log.slice(2)).to.deep.equal(['P Go in Initial from P', '-- Go']);
    expect(stateOf(players[0])).to.equal('Dead has stopped');
  });
});

describe('PHP-style classes: posting', () => {
  it('a post interrupts the handler: when it returns, all have handled it, the poster too', async () => {
    const poster: Record<string, Act> = {
      'Initial Start': (self) => {
        self.post('Go');
        return 'A';
      },
    };
    const { log } = await played((log) => [new Player('Q', log, {}), new Player('P', log, poster)]);
    expect(log.slice(1)).to.deep.equal([
      'P Start in Initial from P',
      'P posts Go',
      'Q Go in Initial from P',
      'P Go in Initial from P',
      'P posted Go',
      'P Start in A from P',
    ]);
  });

  it('static postsToSelf = false leaves the poster out', async () => {
    const poster: Record<string, Act> = {
      'Initial Start': (self) => {
        self.post('Go');
      },
    };
    const { log } = await played((log) => [new Player('Q', log, {}), new Quiet('P', log, poster)]);
    expect(log.slice(2)).to.deep.equal(['P posts Go', 'Q Go in Initial from P', 'P posted Go']);
  });

  it('a post to one reaches that one alone; to oneself it interrupts as well', async () => {
    const poster: Record<string, Act> = {
      'Initial Start': (self) => {
        self.post('Go', 'Q');
        self.post('Go', 'P');
      },
    };
    const { log } = await played((log) => [
      new Player('Q', log, {}),
      new Player('R', log, {}),
      new Player('P', log, poster),
    ]);
    expect(log.slice(3)).to.deep.equal([
      'P posts Go',
      'Q Go in Initial from P',
      'P posted Go',
      'P posts Go',
      'P Go in Initial from P',
      'P posted Go',
    ]);
  });

  it('those that come later in the order have not started, and get nothing', async () => {
    const poster: Record<string, Act> = {
      'Initial Start': (self) => {
        self.post('Go');
      },
    };
    const { log } = await played((log) => [new Quiet('P', log, poster), new Player('Q', log, {})]);
    expect(log).to.deep.equal([
      'P Start in Initial from P',
      'P posts Go',
      'P posted Go',
      'Q Start in Initial from Q',
    ]);
  });

  it('a receiver is looked at when its turn comes: one that stopped meanwhile gets nothing', async () => {
    const first: Record<string, Act> = {
      'Initial Go': (self) => {
        self.post('Stop', 'Q');
      },
    };
    const second = { 'Initial Stop': () => 'Dead' };
    const { log } = await played(
      (log, S) => [new Player('P', log, first, S), new Player('Q', log, second, S)],
      'Go',
    );
    expect(log.slice(3)).to.deep.equal([
      'P Go in Initial from P',
      'P posts Stop',
      'Q Stop in Initial from P',
      'P posted Stop',
    ]);
  });

  it('all receivers see one object, with the name of the first automaton on the socket', async () => {
    const seen: Message[] = [];
    const keep = {
      'Initial Go': (_self: Scripted, msg: Message) => {
        msg['n'] = Number(msg['n'] ?? 0) + 1;
        seen.push(msg);
      },
    };
    const { log } = await played(
      (log, S) => [new Player('P', log, keep, S), new Player('Q', log, keep, S)],
      'Go',
    );
    expect(log.slice(3)).to.deep.equal(['P Go in Initial from P', 'Q Go in Initial from P']);
    expect(seen[0]).to.equal(seen[1]);
    expect(seen[0]?.['n']).to.equal(2);
  });
});

describe('PHP-style classes: when deliveries meet in one automaton', () => {
  it('the outer handler finds what an inner one has changed; Start comes again for it', async () => {
    const acts: Record<string, Act> = {
      'Initial Go': (self) => {
        self.post('Stop', 'P');
        self.note(`is in ${self.state.getName()}`);
      },
      'Initial Stop': () => 'A',
    };
    const { log } = await played((log, S) => [new Player('P', log, acts, S)], 'Go');
    expect(log.slice(3)).to.deep.equal([
      'P posts Stop',
      'P Stop in Initial from P',
      'P Start in A from P',
      'P posted Stop',
      'P is in A',
      'P Start in A from P',
    ]);
  });

  it('what the outer handler returns counts, whatever the inner one returned', async () => {
    const acts: Record<string, Act> = {
      'Initial Go': (self) => {
        self.post('Stop', 'P');
        return 'B';
      },
      'Initial Stop': () => 'A',
    };
    const { log, players } = await played((log, S) => [new Player('P', log, acts, S)], 'Go', 'Go');
    expect(log.slice(3)).to.deep.equal([
      'P posts Stop',
      'P Stop in Initial from P',
      'P Start in A from P',
      'P posted Stop',
      'P Start in B from P',
      '-- Go',
      'P Go in B from P',
    ]);
    expect(stateOf(players[0])).to.equal('B runs');
  });

  it('back in the state of the beginning there is no Start', async () => {
    const acts: Record<string, Act> = {
      'Initial Go': (self) => {
        self.post('Stop', 'P');
        return 'Initial';
      },
      'Initial Stop': () => 'A',
    };
    const { log } = await played((log, S) => [new Player('P', log, acts, S)], 'Go', 'Go');
    expect(log.slice(6)).to.deep.equal(['P posted Stop', '-- Go', ...log.slice(2, 7)]);
  });

  it('after an inner Dead it does not run; the handler goes on, and its state and Start still count', async () => {
    const acts: Record<string, Act> = {
      'Initial Go': (self) => {
        self.post('Stop', 'P');
        self.note(stateOf(self));
        return 'A';
      },
      'Initial Stop': () => 'Dead',
    };
    const { log, players } = await played((log, S) => [new Player('P', log, acts, S)], 'Go', 'Go');
    expect(log.slice(4)).to.deep.equal([
      'P Stop in Initial from P',
      'P posted Stop',
      'P Dead has stopped',
      'P Start in A from P',
      '-- Go',
    ]);
    expect(stateOf(players[0])).to.equal('A has stopped');
  });
});
