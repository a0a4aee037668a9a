import { expect } from 'chai';
import { FiniteStateAutomaton, Message, verifyAutomaton } from '../../../porting/index.js';
import type { NextState } from '../../../porting/index.js';
import { sendMessage } from '../../../runtime/actions.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import { Asker, phpLog, received, sent } from './kit.js';

type Socket = ConstructorParameters<typeof FiniteStateAutomaton>[0];
interface Login {
  readonly user: { readonly sip: string };
}

const log = phpLog(sent('S', { mt: 'Ask', by: 'ckl' }), received('S', { mt: 'Answer' }));

/** Wants a login, and is strict or not when it gets none. */
class Given extends FiniteStateAutomaton {
  protected readonly login: Login | undefined;

  constructor(ws: Socket, login?: Login | string | null) {
    super(ws);
    this.login = login as Login | undefined;
  }

  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('Ask', 'by', this.login?.user.sip));
  }
}

class Throwing extends Given {
  override ReceiveInitialStart(): NextState {
    if (this.login?.user === undefined) throw new TypeError('no user');
  }
}

class Unmakeable extends Given {
  constructor(ws: Socket, login?: Login | string | null) {
    super(ws, login);
    if (this.login?.user === undefined) throw new TypeError('no user');
  }
}

const Machine = setupAutomaton({
  types: {
    context: {} as { readonly by: string },
    input: {} as Login,
    messages: {} as { readonly mt: 'Answer' },
    output: {} as { readonly ok: true },
  },
  accepts: { Answer: 'wire' },
}).createMachine({
  id: 'Machine',
  context: ({ input }) => ({ by: input.user.sip }),
  initial: 'Initial',
  states: {
    Initial: {
      on: { Start: { actions: sendMessage(({ context }) => ({ mt: 'Ask', by: context.by })) } },
    },
    Dead: { type: 'final' },
  },
  output: { ok: true },
});

const forClass = (name: string): RegExp =>
  RegExp(
    `If ${name} is given something in its program, such as the login's result, verify what gives it that: the start\\.ts that port has written, or an export default defineAutomatons\\(\\{ automaton: \\(ws, login\\) => new ${name}\\(ws, …\\) \\}\\)\\.$`,
  );

describe('verifyAutomaton of a class or machine without what its program gives it', () => {
  it('hints at that when it throws at its start', async () => {
    const { sentence } = await verifyAutomaton(log, Throwing, { socket: 'S' });
    expect(sentence)
      .to.match(/fails after Start: TypeError: no user\. /)
      .and.to.match(forClass('Throwing'));
    const of = await verifyAutomaton(log, Machine, { socket: 'S' });
    expect(of.sentence).to.include('defineAutomatons({ machine: Machine, input: (login) => … })');
  });

  it('hints at that when it cannot be made', async () => {
    const failure = await verifyAutomaton(log, Unmakeable).catch((error: unknown) => error);
    expect(failure).to.include({ name: 'VerifyError', code: 'VERIFY_AUTOMATON_INVALID' });
    expect(failure)
      .to.have.property('message')
      .that.matches(/^Unmakeable cannot be made: TypeError: no user\. /)
      .and.matches(forClass('Unmakeable'));
  });

  it('hints at that when what it does at its start is another', async () => {
    const { divergence } = await verifyAutomaton(log, Given);
    expect(divergence?.hint).to.match(forClass('Given'));
  });

  it('says that it threw when that is why nothing shows where it belongs', async () => {
    const two = phpLog(sent('S', { mt: 'Ask' }), sent('T', { mt: 'Ask' }));
    const failure = await verifyAutomaton(two, Throwing).catch((error: unknown) => error);
    expect(failure)
      .to.have.property('message')
      .that.includes('choose one with --socket. At its start it threw TypeError: no user. If Throwing');
  });

  it('says nothing of it where there is nothing to give, or it was given', async () => {
    const bare = await verifyAutomaton(log, Asker);
    expect([bare.outcome, bare.divergence?.hint]).to.deep.equal(['differs', undefined]);
    const given = { automaton: (ws: Socket) => new Given(ws, { user: { sip: 'other' } }) };
    const { divergence } = await verifyAutomaton(log, given);
    expect(divergence?.members).to.have.length(1);
    expect(divergence?.hint).to.equal(undefined);
  });
});
