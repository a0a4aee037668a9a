import { digestsEqual, loginResponse } from '../../protocol/digests.js';
import type { LoginType } from '../../protocol/digests.js';
import type { Secret } from '../../protocol/secret.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { CheckedDigest } from './checked-digest.js';
import { checkedResponse, unknownName } from './checked-digest.js';
import type { Request, SimulatorContext } from './connection.js';
import { textMember } from './connection.js';
import type { Fault, FaultStep } from './faults.js';
import type { Challenge, Proof, Proved } from './login-result.js';
import { authenticationFailed, invalidParameters, loginResult, sessionExpired } from './login-result.js';
import type { PbxUser, SessionHolder, SimulatedPbx } from './simulated-pbx.js';
import type { Session } from './sessions.js';

/** What the login needs of its connection. */
export interface LoginPort {
  readonly name: string;
  answer(
    request: Request,
    step: FaultStep,
    messages: readonly AnyMessage[],
    faults: readonly Fault[] | undefined,
  ): void;
  /** A response was checked. */
  tellCheck(checked: () => CheckedDigest): void;
  faultsAt(step: FaultStep, type: LoginType): readonly Fault[];
  /** Returns how to cancel it. */
  later(delayMs: number, callback: () => void): () => void;
}

/** A login that waits for its second factor. */
interface Waiting {
  readonly proved: Proved;
  readonly cancelTimer: () => void;
}

/** Clients send 16 or 32 hex digits; the PBX takes the nonce as it is. Source: docs/protocol.md, "Digest response". */
const acceptedNonce = /^[0-9A-Fa-f]{1,64}$/;

/** The logins on one connection, which may follow each other: a refused one leaves the connection open. */
export class LoginAttempts {
  #attempts = 0;
  #challenge: Challenge | undefined;
  /** The challenge of the attempt before. */
  #earlier: string | undefined;
  #given: string | undefined;
  #waiting: Waiting | undefined;
  #loggedIn: { readonly user: PbxUser; readonly session: Session } | undefined;

  constructor(
    private readonly pbx: SimulatedPbx,
    private readonly context: SimulatorContext,
    private readonly holder: SessionHolder,
    private readonly port: LoginPort,
  ) {}

  get user(): PbxUser | undefined {
    return this.#loggedIn?.user;
  }

  get session(): Session | undefined {
    return this.#loggedIn?.session;
  }

  /** Either Login. Source: docs/protocol.md, "Login". */
  login(request: Request): void {
    const { msg } = request;
    const isSecond = ['method', 'username', 'nonce', 'response'].some((member) => member in msg);
    if (isSecond) this.#prove(request);
    else this.#authenticate(request);
  }

  /** The connection is gone, or the session has been deleted. */
  end(): void {
    const session = this.#waiting?.proved.session ?? this.#loggedIn?.session;
    this.#waiting?.cancelTimer();
    if (this.#waiting !== undefined && session !== undefined) this.pbx.sessions.remove(session);
    this.#waiting = undefined;
    this.#loggedIn = undefined;
    if (session !== undefined) this.pbx.letGo(session, this.holder);
  }

  /** The user has confirmed the login that waits. */
  confirmed(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    waiting.cancelTimer();
    this.#succeed(waiting.proved);
  }

  /** The user has refused the login that waits; false when none does. */
  refused(): boolean {
    const waiting = this.#waiting;
    if (waiting === undefined) return false;
    const { request, faults } = waiting.proved;
    this.end();
    this.port.answer(request, 'LoginResult', [authenticationFailed], faults);
    return true;
  }

  /** The first Login is answered with a challenge. Source: docs/protocol.md, "Authenticate". */
  #authenticate(request: Request): void {
    this.end();
    const type = loginType(request.msg);
    this.#challenge = undefined;
    if (type === undefined) {
      this.port.answer(request, 'Login', [invalidParameters], undefined);
      return;
    }
    this.#attempts += 1;
    const challenge = this.context.random(`${this.port.name}/challenge#${this.#attempts}`).hex(16);
    this.#earlier = this.#given;
    this.#given = challenge;
    this.#challenge = { type, challenge };
    const { domain } = this.context.scenario;
    const authenticate = { mt: 'Authenticate', type, method: 'digest', domain, challenge };
    this.port.answer(request, 'Login', [authenticate], this.port.faultsAt('Login', type));
  }

  /** The second Login is checked. A challenge serves once, whatever comes of it. */
  #prove(request: Request): void {
    const challenge = this.#challenge;
    this.#challenge = undefined;
    const faults = this.port.faultsAt('LoginResult', challenge?.type ?? 'user');
    const refuse = (message: AnyMessage): void => {
      this.port.answer(request, 'LoginResult', [message], faults);
    };
    const proof = proofOf(request.msg);
    if (challenge === undefined || proof === undefined || !fits(request.msg, challenge)) {
      refuse(invalidParameters);
      return;
    }
    // A scenario's login error stands for a refusal: no session may come of it.
    if (faults.some((fault) => fault.do === 'error')) {
      refuse(authenticationFailed);
      return;
    }
    const known = challenge.type === 'user' ? this.#knownUser(proof) : this.#knownSession(proof);
    if (known === undefined) {
      this.port.tellCheck(() => unknownName({ ...challenge, ...proof }));
      refuse(challenge.type === 'user' ? authenticationFailed : sessionExpired);
      return;
    }
    const { domain } = this.context.scenario;
    const question = { ...challenge, ...proof, domain, password: known.password };
    const isRight = digestsEqual(proof.response, loginResponse(question));
    this.port.tellCheck(() => checkedResponse(question, isRight, proof.response, this.#earlier));
    if (!isRight) {
      refuse(authenticationFailed);
      return;
    }
    this.#accept({
      ...challenge,
      ...proof,
      request,
      ...known,
      session: known.session ?? this.#newSession(request, known.user),
      faults,
    });
  }

  #knownUser({ username }: Proof): { user: PbxUser; password: Secret; session: undefined } | undefined {
    const user = this.pbx.user(username);
    return user === undefined ? undefined : { user, password: user.password, session: undefined };
  }

  #knownSession({ username }: Proof): { user: PbxUser; password: Secret; session: Session } | undefined {
    const session = this.pbx.sessions.find(username);
    const user = session === undefined ? undefined : this.pbx.user(session.sip);
    if (session === undefined || user === undefined || session.needsAuthorization) return undefined;
    return { user, password: session.pwd, session };
  }

  /** Every login with a password makes a session. Source: docs/protocol.md, "Session login". */
  #newSession({ msg }: Request, user: PbxUser): Session {
    const userAgent = textMember(msg, 'userAgent') ?? '';
    return this.pbx.sessions.create(user.sip, userAgent, this.context.scenario.twoFactor !== undefined);
  }

  #accept(proved: Proved): void {
    this.pbx.hold(proved.session, this.holder);
    if (proved.session.needsAuthorization) this.#askSecondFactor(proved);
    else this.#succeed(proved);
  }

  /** Source: docs/protocol.md, "Two-factor authentication". */
  #askSecondFactor(proved: Proved): void {
    const {
      delayMs,
      code = 2011,
      codeAsString = false,
      refuse = false,
    } = this.context.scenario.twoFactor ?? {};
    const shown = codeAsString ? String(code) : code;
    this.port.answer(proved.request, 'LoginResult', [{ mt: 'Authorize', code: shown }], []);
    const decide = (): void => {
      if (refuse) this.pbx.deleteSession(proved.session);
      else this.pbx.confirm(proved.session);
    };
    const cancelTimer = delayMs === undefined ? () => undefined : this.port.later(delayMs, decide);
    this.#waiting = { proved, cancelTimer };
    this.pbx.announce('SessionAdded', proved.session, shown);
  }

  #succeed(proved: Proved): void {
    const { user, session, type, request, faults } = proved;
    this.#loggedIn = { user, session };
    const result = loginResult(this.context.scenario, proved);
    this.port.answer(request, 'LoginResult', [result], faults);
    const isAnnounced = this.context.scenario.twoFactor !== undefined;
    if (type === 'user' && !isAnnounced) this.pbx.announce('SessionAdded', session);
  }
}

function loginType(msg: AnyMessage): LoginType | undefined {
  return msg.type === 'user' || msg.type === 'session' ? msg.type : undefined;
}

function fits(msg: AnyMessage, challenge: Challenge): boolean {
  return msg.type === challenge.type && msg.method === 'digest';
}

function proofOf(msg: AnyMessage): Proof | undefined {
  const username = textMember(msg, 'username');
  const nonce = textMember(msg, 'nonce');
  const response = textMember(msg, 'response');
  if (username === undefined || response === undefined) return undefined;
  return nonce !== undefined && acceptedNonce.test(nonce) ? { username, nonce, response } : undefined;
}
