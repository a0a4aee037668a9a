import { createInspector } from '@statelyai/inspect';
import type { StatelyInspectionEvent } from '@statelyai/inspect';
import { expect } from 'chai';
import { statelyOptions } from '../../../inspector/bridges/stately.js';
import { AppServiceSpec } from '../../../protocol/app-service-spec.js';
import { AppUserCredentials } from '../../../protocol/user-credentials.js';
import { AppServiceLogin } from '../../../services/app-service-login.js';
import { startSimulator } from '../../../services/simulator/simulator.js';

/** What the inspector of `@statelyai/inspect` sends during a login with one App Service. */
async function inspectedLogin(password: string): Promise<StatelyInspectionEvent[]> {
  const events: StatelyInspectionEvent[] = [];
  let sent: () => void = () => undefined;
  const send = (event: StatelyInspectionEvent): void => {
    events.push(event);
    sent();
  };
  const inspector = createInspector({ send }, statelyOptions());
  const simulator = await startSimulator({
    scenario: { users: [{ sip: 'ckl', dn: 'Jörg Müller', password }] },
  });
  const devices = new AppServiceSpec('innovaphone-devices');
  const login = new AppServiceLogin(simulator.url, new AppUserCredentials('ckl', password), [devices], {
    sessionStore: false,
    log: () => undefined,
    inspect: inspector.inspect,
  });
  await login.connectOrThrow();
  login.close();
  await simulator.close();
  // What it sends, it sends in a later turn; the last snapshots are those of automatons that are done.
  const isDone = (event: StatelyInspectionEvent): boolean =>
    event.type === '@xstate.snapshot' && event.snapshot.status === 'done';
  while (new Set(events.filter(isDone).map(({ sessionId }) => sessionId)).size < 2) {
    await new Promise<void>((resolve) => {
      sent = resolve;
    });
  }
  return events;
}

describe('@statelyai/inspect', () => {
  const password = 'a-password-that-nobody-must-see';
  let events: readonly StatelyInspectionEvent[];

  before(async () => {
    events = await inspectedLogin(password);
  });

  it('sees each automaton with its nickname and chart', () => {
    const actors = events.filter((event) => event.type === '@xstate.actor');
    expect(actors.map(({ name }) => name)).to.include.members(['UserPBXLogin', 'INNOVAPHONE-DEVICES--A']);
    const login = actors.find(({ name }) => name === 'UserPBXLogin');
    expect(login?.definition).to.contain('awaitingLoginResult').and.not.contain('"context"');
  });

  it('sees messages and the states that they lead to', () => {
    const messages = events.flatMap((event) => (event.type === '@xstate.event' ? [event.event.type] : []));
    expect(messages).to.include.members(['Start', 'Authenticate', 'LoginResult', 'AppLoginResult']);
    const values = events.flatMap((event) =>
      event.type === '@xstate.snapshot' && 'value' in event.snapshot ? [event.snapshot.value] : [],
    );
    expect(values).to.deep.include({ Initial: 'awaitingLoginResult' });
    expect(values.at(-1)).to.equal('Dead');
  });

  it('sees no secret: neither the password nor a digest nor a session', () => {
    const text = JSON.stringify(events);
    expect(text).not.to.contain(password);
    expect(text).to.contain('‹digest 64').and.contain('‹session');
    expect(text).not.to.match(/"(digest|response|pwd|usr)":"(?!‹)[^"]/);
  });
});
