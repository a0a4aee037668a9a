import { expect } from 'chai';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import { compileAutomaton, statesAndMessages } from '../../../porting/classes/compile.js';
import { returnedBy } from '../../../porting/classes/returned-states.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

class Lister extends FiniteStateAutomaton {
  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('GetDevices'));
  }
  ReceiveInitialGetDevicesResult(msg: Message): NextState {
    // Not a state: 'Nowhere'.
    const names = ['x'].map(() => {
      return 'NotAState';
    });
    if (msg['more'] === 'Never') return null;
    return msg['last'] === true && names.length > 0 ? 'Reading' : undefined;
  }
  ReceiveReadingStart(): NextState {
    return 'Dead';
  }
}

class Careful extends Lister {
  override ReceiveInitialGetDevicesResult(msg: Message): NextState {
    return msg['error'] === undefined ? super.ReceiveInitialGetDevicesResult(msg) : 'Failed';
  }
  receivefailedRETRY(): NextState {
    return this.next();
  }
  next(): NextState {
    return 'Initial';
  }
}

describe('states and messages of a class', () => {
  it('are found in the names of its methods and in what they return', () => {
    const { states, handlers, problems } = statesAndMessages(Lister);
    expect(states).to.deep.equal(['Initial', 'Reading', 'Dead']);
    expect(handlers.map(({ state, mt }) => `${state}.${mt}`)).to.have.members([
      'Initial.Start',
      'Initial.GetDevicesResult',
      'Reading.Start',
    ]);
    expect(problems).to.deep.equal([]);
  });

  it('include inherited and overridden ones, ignoring case', () => {
    const { states, handlers } = statesAndMessages(Careful);
    expect(states).to.deep.equal(['Initial', 'Failed', 'Reading', 'Dead']);
    expect(handlers.map(({ state, mt }) => `${state}.${mt}`)).to.have.members([
      'Initial.Start',
      'Initial.GetDevicesResult',
      'Reading.Start',
      'Failed.RETRY',
    ]);
  });

  it('make a chart in which each handler leads to the states that it may return', () => {
    const { config } = compileAutomaton(new Careful());
    const initial = config.states?.['Initial']?.on as Record<string, { target?: string; guard?: string }[]>;
    expect(initial['GetDevicesResult']?.map(({ target, guard }) => [target, guard])).to.deep.equal([
      ['Failed', 'returned Failed'],
      ['Reading', 'returned Reading'],
      [undefined, undefined],
    ]);
    expect(Object.keys(config.states ?? {})).to.deep.equal(['Initial', 'Failed', 'Reading', 'Dead']);
    expect(config.states?.['Dead']).to.deep.equal({ type: 'final' });
    expect(config.id).to.equal('Careful');
    expect(compileAutomaton(new Careful())).to.equal(compileAutomaton(new Careful()));
  });

  it('a result that is known only at run time may be any state', () => {
    class Open extends FiniteStateAutomaton {
      following = 'Other';
      ReceiveInitialStart(): NextState {
        return this.following;
      }
      ReceiveOtherStart(): NextState {
        return null;
      }
    }
    const { config } = compileAutomaton(new Open());
    const initial = config.states?.['Initial']?.on as Record<string, { target?: string }[]>;
    expect(initial['Start']?.map(({ target }) => target)).to.deep.equal([
      'Initial',
      'Other',
      'Dead',
      undefined,
    ]);
  });
});

describe('handlers that are members of the object', () => {
  it('are found as well', async () => {
    class Arrows extends FiniteStateAutomaton {
      ReceiveInitialStart = (): NextState => 'Waiting'.slice(0);
      ReceiveWaitingStart = (msg: Message): NextState => {
        return msg.mt === 'Start' ? 'Dead' : null;
      };
    }
    expect(compileAutomaton(new Arrows()).config.states).to.have.keys(['Initial', 'Waiting', 'Dead']);
    const { transitioner } = makePhpRig([new Arrows()]);
    const { automatons } = await transitioner.run();
    expect(automatons[0]).to.deep.include({ state: 'Dead', context: {} });
  });
});

describe('names that run into each other', () => {
  class Ambiguous extends FiniteStateAutomaton {
    ReceiveInitialStart(): NextState {
      return 'A';
    }
    ReceiveAStart(): NextState {
      return 'AB';
    }
    ReceiveABGo(): NextState {
      return 'Dead';
    }
  }

  it('are taken for the longest state, which is reported', () => {
    const { handlers, problems } = statesAndMessages(Ambiguous);
    expect(handlers.at(-1)).to.deep.include({ state: 'AB', mt: 'Go' });
    expect(problems).to.deep.equal([
      'ReceiveABGo of Ambiguous is taken for Go in AB, but could be BGo in A; declare its states (static states = […]).',
    ]);
    const { transitioner, log } = makePhpRig([new Ambiguous()]);
    void transitioner.run();
    expect(log.filter((line) => line.startsWith('runtime'))).to.deep.equal([
      `runtime Ambiguous(Ambiguous) ${problems[0] ?? ''}`,
    ]);
  });

  it('are found all the same, as PHP finds them, by the whole name', async () => {
    class Both extends FiniteStateAutomaton {
      static override readonly states = ['Initial', 'A', 'AB'];
      to = 'A';
      ReceiveInitialStart(): NextState {
        return this.to;
      }
      ReceiveABGo(msg: Message): NextState {
        this.log(`${msg.mt} in ${this.state.getName()}`, 'runtime');
        return 'Dead';
      }
    }
    expect(statesAndMessages(Both).problems).to.deep.equal([]);
    for (const [state, mt] of [
      ['A', 'BGo'],
      ['AB', 'Go'],
    ] as const) {
      const socket = await openSocket('S');
      const both = new Both(socket);
      both.to = state;
      const { transitioner, log } = makePhpRig([both]);
      const result = transitioner.run();
      socket.peer.send({ mt });
      expect((await result).automatons[0]).to.include({ state: 'Dead', why: 'finished' });
      expect(log).to.include(`runtime Both(Both) ${mt} in ${state}`);
    }
  });

  it('are resolved by declared states', () => {
    class Declared extends Ambiguous {
      static override readonly states = ['Initial', 'A', 'AB', 'Dead'];
    }
    expect(statesAndMessages(Declared).problems).to.deep.equal([]);
  });

  it('a message whose type ends in Start is no state', () => {
    class Calls extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        return null;
      }
      ReceiveInitialCallStart(): NextState {
        return 'Dead';
      }
    }
    const { states, handlers, problems } = statesAndMessages(Calls);
    expect(states).to.deep.equal(['Initial', 'Dead']);
    expect(handlers[1]).to.deep.include({ state: 'Initial', mt: 'CallStart' });
    expect(problems.join()).to.contain('ReceiveInitialCallStart of Calls');
  });

  it('a method that is for no state that is known is refused, with what to do', () => {
    class Lost extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        return null;
      }
      ReceiveWaitingGo(): NextState {
        return 'Dead';
      }
    }
    expect(() => makePhpRig([new Lost()])).to.throw(
      /^No state is known for ReceiveWaitingGo of Lost \(known are Initial, Dead\): .*; declare the state: static states = \['Initial', …, 'Dead'\]\.$/,
    );
  });
});

describe('what a function returns', () => {
  const of = (body: string): ReturnType<typeof returnedBy> =>
    returnedBy(`ReceiveInitialStart(msg) {${body}}`);

  it('texts, also in conditional expressions and brackets', () => {
    expect(of("return 'A';").texts).to.deep.equal(['A']);
    expect(of('return (a ? "B" : (c === "x" ? `C` : null));')).to.deep.equal({
      texts: ['B', 'C'],
      calls: [],
      isOpen: false,
    });
    expect(of('if (x) return \'A\'; else { return "B" }').texts).to.deep.equal(['A', 'B']);
    expect(of("return msg.a ?? 'D'")).to.deep.include({ texts: ['D'], isOpen: true });
  });

  it('not those of functions inside it, of comments, texts, templates and regular expressions', () => {
    const body = `
      list.forEach((x) => { return 'No'; });
      list.map(function () { return 'No'; });
      const o = { method() { return 'No'; } };
      // return 'No';
      /* return 'No'; */
      const t = "return 'No';" + \`return 'No' \${ '}' }\`;
      if (/return 'No';/.test(t)) { while (a / b) { return 'Yes'; } }
      return;`;
    expect(of(body)).to.deep.equal({ texts: ['Yes'], calls: [], isOpen: false });
  });

  it('calls of own and inherited methods are named, others are open', () => {
    expect(of('return super.ReceiveInitialStart(msg);').calls).to.deep.equal([
      { on: 'super', method: 'ReceiveInitialStart' },
    ]);
    expect(of('return this.finish(1, "x");').calls).to.deep.equal([{ on: 'this', method: 'finish' }]);
    for (const open of ['this.next', 'this.a() + 1', 'other.finish()', "'A' + x", '`A${x}`'])
      expect(of(`return ${open};`), open).to.deep.equal({ texts: [], calls: [], isOpen: true });
  });
});
