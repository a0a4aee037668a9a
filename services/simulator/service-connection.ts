import { digestForms } from '../../protocol/canonical-json.js';
import type { AppLoginDigestInput } from '../../protocol/digests.js';
import { appLoginDigest, digestsEqual } from '../../protocol/digests.js';
import { ExactNumber } from '../../runtime/exact-json.js';
import type { AnyMessage } from '../../runtime/message.js';
import { rawMember } from '../../runtime/message.js';
import { correctedUrl } from './build-check.js';
import { checkedAppDigest } from './checked-digest.js';
import type { Address, Request, SimulatorContext } from './connection.js';
import type { Wire } from './outgoing-queue.js';
import { SimulatedConnection, textMember } from './connection.js';
import type { Fault, FaultScope, FaultStep } from './faults.js';
import type { PbxApp } from './simulated-pbx.js';

/** An AppLogin that was accepted, as the services see it. */
export interface AppLoginIdentity {
  readonly app: PbxApp;
  readonly domain: string;
  readonly sip: string;
}

/** One message and its answer; undefined: this service does not know the message. */
export interface ServiceAnswer {
  readonly step: FaultStep | undefined;
  readonly messages: Iterable<AnyMessage>;
}

/** What one kind of App Service answers once the login is done. */
export type ServiceLogic = (request: Request, identity: AppLoginIdentity) => ServiceAnswer | undefined;

/** How long a refused connection stays, in milliseconds. Source: docs/protocol.md, "AppLoginResult". */
const refusedCloseMs = 1000;

/** A connection to an App Service or to an app API of the PBX: the AppWebsocket login, then its service. */
export class ServiceConnection extends SimulatedConnection {
  #challenges = 0;
  #challenge: string | undefined;
  /** The challenge that was given before this one. */
  #earlier: string | undefined;
  #given: string | undefined;
  #identity: AppLoginIdentity | undefined;
  #cancelClose: () => void = () => undefined;
  readonly #apps: readonly PbxApp[];
  readonly #logicOf: (app: PbxApp) => ServiceLogic;

  /** @param apps those that live at the address of this connection, at least one */
  constructor(
    name: string,
    address: Address,
    context: SimulatorContext,
    wire: Wire,
    apps: readonly PbxApp[],
    logicOf: (app: PbxApp) => ServiceLogic,
  ) {
    super(name, address, context, wire);
    this.#apps = apps;
    this.#logicOf = logicOf;
  }

  protected override handle(request: Request): void {
    switch (request.msg.mt) {
      case 'AppChallenge':
        this.#sendChallenge(request);
        return;
      case 'AppLogin':
        this.#login(request);
        return;
      case 'CheckBuild':
        this.#checkBuild(request);
        return;
      case 'KeepAlive':
        return;
      default:
        this.#handleAfterLogin(request);
    }
  }

  #handleAfterLogin(request: Request): void {
    const identity = this.#identity;
    if (identity === undefined) {
      this.ignore(request, 'not logged in');
      if ('api' in request.msg) this.close(1008, 'not logged in');
      return;
    }
    if (request.msg.mt === 'PbxInfo') return;
    if (request.msg.mt === 'AppInfo') {
      this.answer(request, undefined, [appInfo(request.msg, identity.app)]);
      return;
    }
    const answer = this.#logicOf(identity.app)(request, identity);
    if (answer === undefined) this.ignore(request, 'the simulated service does not know it');
    else this.answer(request, answer.step, answer.messages);
  }

  /** Source: docs/protocol.md, "AppChallengeResult"; as a number it is too long for a JavaScript one. */
  #sendChallenge(request: Request): void {
    this.#challenges += 1;
    const random = this.context.random(`${this.name}/challenge#${this.#challenges}`);
    const asNumber = this.context.scenario.challengeType === 'number';
    this.#earlier = this.#given;
    this.#challenge = asNumber ? random.decimal(16) : random.hex(16);
    this.#given = this.#challenge;
    const challenge = asNumber ? new ExactNumber(this.#challenge) : this.#challenge;
    this.answer(request, 'AppChallenge', [{ mt: 'AppChallengeResult', challenge }]);
  }

  /** A challenge serves once. Who is refused may try again until the connection is closed. */
  #login(request: Request): void {
    const faults = this.faultsAt('AppLogin');
    const challenge = this.#challenge;
    this.#challenge = undefined;
    const isRefused = faults.some((fault) => fault.do === 'error');
    const app = isRefused || challenge === undefined ? undefined : this.#verifiedApp(request, challenge);
    this.#cancelClose();
    if (app === undefined) {
      this.answer(request, 'AppLogin', [{ mt: 'AppLoginResult' }], faults);
      this.#cancelClose = this.later(refusedCloseMs, () => {
        this.close(1008, 'login refused');
      });
      return;
    }
    const { domain } = this.context.scenario;
    const sip = textMember(request.msg, 'sip') ?? '';
    this.#identity = { app, domain: textMember(request.msg, 'domain') ?? '', sip };
    this.answer(request, 'AppLogin', [{ mt: 'AppLoginResult', app: app.app, domain, ok: true }], faults);
  }

  /**
   * The app whose password made the digest. The name is part of the digest and otherwise free, but at the PBX,
   * where it says which App object logs in. Source: docs/protocol.md, "AppLogin digest".
   */
  #verifiedApp(request: Request, challenge: string): PbxApp | undefined {
    const name = textMember(request.msg, 'app') ?? '';
    const named = this.#apps.filter((app) => app.app === name || app.name === name);
    const isPbx = this.#apps.some((app) => app.service === 'pbxAdminApi');
    const candidates = isPbx ? named : [...named, ...this.#apps.filter((app) => !named.includes(app))];
    const found = candidates.find((app) => this.#isProved(request, challenge, app));
    const app = found ?? candidates[0];
    if (app !== undefined) this.#tellDigest(request, challenge, app, found !== undefined);
    return found;
  }

  #isProved(request: Request, challenge: string, app: PbxApp): boolean {
    const question = questionOf(request, challenge, app);
    const { info } = question;
    const isProvedBy = (text: string | undefined): boolean =>
      digestsEqual(textMember(request.msg, 'digest') ?? '', appLoginDigest({ ...question, info: text }));
    if (info === undefined) return isProvedBy(undefined);
    for (const { text } of digestForms(info)) if (isProvedBy(text)) return true;
    return false;
  }

  #tellDigest(request: Request, challenge: string, app: PbxApp, isRight: boolean): void {
    this.tellCheck(() => {
      const digest = textMember(request.msg, 'digest') ?? '';
      const clues = { earlier: this.#earlier, objectPassword: app.password };
      return checkedAppDigest(questionOf(request, challenge, app), isRight, digest, clues);
    });
  }

  #checkBuild(request: Request): void {
    const asked = textMember(request.msg, 'url');
    const url = asked === undefined ? undefined : correctedUrl(asked, this.context.scenario.build);
    const members = url === undefined ? {} : { url };
    this.answer(request, 'CheckBuild', [{ mt: 'CheckBuildResult', ...members }]);
  }

  protected override faultsAt(step: FaultStep | undefined, scope: FaultScope = {}): readonly Fault[] {
    const app = this.#identity?.app.name ?? this.#apps[0]?.name;
    return super.faultsAt(step, { app, ...scope });
  }

  protected override errorAnswer(step: FaultStep | undefined, request: Request, fault: Fault): AnyMessage {
    if (step !== 'AppLogin') return super.errorAnswer(step, request, fault);
    const { error, errorText } = fault;
    return {
      mt: 'AppLoginResult',
      ...(error === undefined ? {} : { error }),
      ...(errorText === undefined ? {} : { errorText }),
    };
  }
}

/** What the digest of an AppLogin is made from; `info` as it came. */
function questionOf(request: Request, challenge: string, app: PbxApp): AppLoginDigestInput {
  const { msg } = request;
  return {
    app: textMember(msg, 'app') ?? '',
    domain: textMember(msg, 'domain'),
    sip: textMember(msg, 'sip'),
    guid: textMember(msg, 'guid'),
    dn: textMember(msg, 'dn'),
    info: rawMember(request, 'info'),
    challenge,
    password: app.instancePassword,
  };
}

/** Source: docs/protocol.md, "AppInfo". */
function appInfo(msg: AnyMessage, app: PbxApp): AnyMessage {
  return {
    mt: 'AppInfoResult',
    app: msg.app ?? app.app,
    info: { hidden: app.isHidden, apis: {} },
    serviceInfo: { apis: {} },
  };
}
