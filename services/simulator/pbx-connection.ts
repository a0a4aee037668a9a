import { correctedUrl } from './build-check.js';
import { appGetLoginResult, appList } from './app-list.js';
import type { Address, Request, SimulatorContext } from './connection.js';
import type { Wire } from './outgoing-queue.js';
import { SimulatedConnection, textMember } from './connection.js';
import type { Fault, FaultStep } from './faults.js';
import { LoginAttempts } from './login-attempts.js';
import { memberSlice } from '../../runtime/exact-json.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { SessionHolder, SimulatedPbx } from './simulated-pbx.js';
import type { Session } from './sessions.js';

/** A myApps connection to the PBX: login of a user, app list, logins for App Services. */
export class PbxConnection extends SimulatedConnection implements SessionHolder {
  readonly #pbx: SimulatedPbx;
  readonly #login: LoginAttempts;

  constructor(name: string, address: Address, context: SimulatorContext, wire: Wire, pbx: SimulatedPbx) {
    super(name, address, context, wire);
    this.#pbx = pbx;
    this.#login = new LoginAttempts(pbx, context, this, {
      name,
      answer: (request, step, messages, faults) => {
        this.answer(request, step, messages, faults);
      },
      tellCheck: (checked) => {
        this.tellCheck(checked);
      },
      faultsAt: (step, type) => this.faultsAt(step, { type }),
      later: (delayMs, callback) => this.later(delayMs, callback),
    });
  }

  protected override handle(request: Request): void {
    switch (request.msg.mt) {
      case 'Login':
        this.#login.login(request);
        return;
      case 'CheckBuild':
        this.answer(request, 'CheckBuild', [this.#checkBuild(request.msg)]);
        return;
      case 'SubscribeRegister':
        this.answer(request, undefined, [{ mt: 'UpdateRegister' }]);
        return;
      case 'LoginInfo':
        this.answer(request, 'LoginInfo', [loginInfo]);
        return;
      case 'KeepAlive':
        return;
      default:
        this.#handleAfterLogin(request);
    }
  }

  #handleAfterLogin(request: Request): void {
    const { session, user } = this.#login;
    if (request.msg.mt === 'AppGetLogin') {
      this.#appGetLogin(request);
    } else if (session === undefined || user === undefined) {
      this.ignore(request, 'not logged in, or not a message of this protocol');
    } else if (request.msg.mt === 'SubscribeApps') {
      const apps = this.#pbx.appsOf(user);
      this.answer(request, 'SubscribeApps', appList(this.context.scenario, apps, this.address));
    } else if (request.msg.mt === 'Logout') {
      this.#logout(request, session);
    } else if (request.msg.mt === 'AuthorizeSession' || request.msg.mt === 'DeleteSession') {
      this.#decideSession(request, session);
    } else {
      this.ignore(request, 'the simulated PBX does not know it');
    }
  }

  /** Source: docs/protocol.md, "CheckBuild"; the PBX tells its version too. */
  #checkBuild(msg: AnyMessage): AnyMessage {
    const { version, build } = this.context.scenario;
    const asked = textMember(msg, 'url');
    const url =
      asked === undefined
        ? undefined
        : (correctedUrl(asked, build) ?? (msg.always === true ? asked : undefined));
    return {
      mt: 'CheckBuildResult',
      ...(url === undefined ? {} : { url }),
      version,
      build,
      launcherUpdateBuild: build,
      appStoreUrl: '',
    };
  }

  /** Source: docs/protocol.md, "Ending a session". */
  #logout(request: Request, session: Session): void {
    this.#login.end();
    this.answer(request, undefined, [{ mt: 'LogoutResult' }]);
    this.#pbx.deleteSession(session);
  }

  /** A user decides about an own session, for instance one that waits for its second factor. */
  #decideSession(request: Request, own: Session): void {
    const session = this.#pbx.sessions.find(textMember(request.msg, 'id') ?? '');
    if (session === undefined || session.sip !== own.sip)
      this.ignore(request, 'no such session of this user');
    else if (request.msg.mt === 'AuthorizeSession') this.#pbx.confirm(session);
    else this.#pbx.deleteSession(session);
  }

  /**
   * Three things must hold: the connection is logged in, the App object exists, the user may use it. The
   * numbers of the errors are the simulator's own. Source: docs/protocol.md, "AppGetLogin".
   */
  #appGetLogin(request: Request): void {
    const name = textMember(request.msg, 'app') ?? '';
    const faults = this.faultsAt('AppGetLogin', { app: name });
    const { user } = this.#login;
    const app = this.#pbx.app(name);
    const challenge = challengeText(request);
    const refuse = (error: number, errorText: string): void => {
      this.answer(request, 'AppGetLogin', [{ mt: 'AppGetLoginResult', error, errorText }], faults);
    };
    if (user === undefined) refuse(1, 'Not logged in');
    else if (app === undefined) refuse(2, 'No such app');
    else if (!this.#pbx.isPermitted(user, app)) refuse(3, 'App not permitted');
    else if (challenge === undefined) refuse(4, 'Invalid parameters');
    else {
      const { scenario, random } = this.context;
      const pbx = this.#pbx;
      const { address } = this;
      const salt = random(`${this.name}/salt/${name}/${challenge}`);
      const grant = { pbx, scenario, user, app, challenge, address, random: salt, faults };
      this.answer(request, 'AppGetLogin', [appGetLoginResult(grant)], faults);
    }
  }

  protected override errorAnswer(step: FaultStep | undefined, request: Request, fault: Fault): AnyMessage {
    if (step === 'Login' || step === 'LoginResult') {
      const { error = 1, errorText = step === 'Login' ? 'Invalid parameters' : 'Simulated error' } = fault;
      return { mt: 'LoginResult', error, errorText };
    }
    const { error = 1, errorText = 'Simulated error' } = fault;
    return super.errorAnswer(step, request, { ...fault, error, errorText });
  }

  protected override onClosed(): void {
    this.#login.end();
  }

  /** Source: docs/protocol.md, "Further messages after login". */
  tellSession(
    mt: 'SessionAdded' | 'SessionUpdated',
    session: Session,
    code: number | string | undefined,
  ): void {
    const { usr: id, userAgent, timestamp, needsAuthorization } = session;
    const waiting = needsAuthorization ? { needsAuthorization, code } : {};
    this.push({ mt, id, info: { id, current: false, userAgent, timestamp, ...waiting } });
  }

  tellSessionDeleted(session: Session): void {
    this.push({ mt: 'SessionDeleted', id: session.usr });
  }

  sessionConfirmed(): void {
    this.#login.confirmed();
  }

  sessionDeleted(): void {
    if (this.#login.refused()) return;
    this.#login.end();
    this.push({ mt: 'LogoutResult' });
  }
}

const loginInfo: AnyMessage = {
  mt: 'LoginInfoResult',
  user: { digest: true, ntlm: false, oauth2: false },
  session: { digest: true },
};

/** A challenge should come as a text; one that a client forwards as a number keeps its digits. */
function challengeText(request: Request): string | undefined {
  const { challenge } = request.msg;
  if (typeof challenge === 'string') return challenge;
  const slice = memberSlice(request.text, 'challenge');
  return slice !== undefined && /^\d+$/.test(slice) ? slice : undefined;
}
