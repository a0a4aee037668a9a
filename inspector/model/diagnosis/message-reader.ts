import type { MessageRecord, SocketRecord } from '../../../runtime/trace-records.js';
import type { Conversation } from './conversation.js';
import { isRequest, noteAnswer, noteRequest, peerOf } from './conversation.js';
import { failureOfCode, failureOfRefusal } from './error-codes.js';
import type { FailureId } from './known-failures.js';
import {
  hostOf,
  inner,
  isMasked,
  lengthOf,
  numberIn,
  objectOf,
  refuses,
  sentenceIn,
  textIn,
  wordsOf,
} from './loose.js';
import type { Signal } from './signals.js';

/** Most texts that are no messages, and apps, that are kept of one connection. */
const listLimit = 1000;

/**
 * Follows the talk on each socket by the messages alone, so that also traces without automatons can be judged.
 * Messages are known by their type, not by their direction, so a file that was recorded from the other side is
 * judged as well.
 */
export class MessageReader {
  /** The user that logs in, as far as messages say. */
  user = '';
  /** The last success of a login on each socket, which has made good what failed there before. */
  readonly successes = new Map<string, number>();

  constructor(private readonly signals: Signal[]) {}

  socket(talk: Conversation, record: SocketRecord): void {
    const seq = numberIn(record, 'seq') ?? 0;
    talk.url = textIn(record, 'url') ?? talk.url;
    talk.socketSeq = seq;
    talk.lastSeq = seq;
    talk.isOpen = record.what === 'open';
    talk.isConnecting = record.what === 'connecting';
    if (record.what === 'error') {
      const { error } = record;
      const id = failureOfCode(textIn(error, 'code') ?? '') ?? 'connection-closed';
      this.#add(talk, id, [seq], sentenceIn(error, 'message') ?? `The connection ${talk.lane} failed.`);
    } else if (record.what === 'close' && talk.pending !== undefined) {
      const { mt, seq: asked } = talk.pending;
      const code = numberIn(record, 'code');
      const words = code === undefined ? '' : ` (close code ${code}${reasonOf(record)})`;
      const peer = peerOf(mt, talk.lane, talk.url);
      const sentences = {
        client: `The client gave up: it ended the connection to ${peer} before ${mt} was answered${words}.`,
        peer: `${peer.charAt(0).toUpperCase()}${peer.slice(1)} ended the connection before it had answered ${mt}${words}.`,
        unknown: `The connection to ${peer} ended before ${mt} was answered${words}.`,
      };
      this.#add(talk, 'connection-closed', [seq, asked], sentences[talk.endedBy ?? 'unknown']);
    }
    if (record.what === 'close' && talk.loginType !== '' && talk.lastMt === 'LoginResult') {
      if (talk.successSeq > 0) talk.leftSeq = seq;
    }
    if (record.what === 'close' || record.what === 'error') talk.pending = undefined;
  }

  message(talk: Conversation, record: MessageRecord): void {
    const seq = numberIn(record, 'seq') ?? 0;
    const t = numberIn(record, 't') ?? 0;
    talk.lastSeq = seq;
    const { mt, body } = record;
    talk.lastMt = mt ?? '';
    if (typeof mt !== 'string') {
      const list = record.dir === 'out' ? talk.clientsNonsense : talk.nonsense;
      if (list.length < listLimit) list.push(seq);
      return;
    }
    const src = textIn(body, 'src') ?? '';
    const isPart = mt === 'GetDevicesResult' && !refuses(body) && objectOf(body)['last'] !== true;
    if (isRequest(mt)) noteRequest(talk, mt, src, seq, t);
    else noteAnswer(talk, mt, src, isPart, t);
    this.#read(talk, mt, body, seq);
  }

  #read(talk: Conversation, mt: string, body: unknown, seq: number): void {
    switch (mt) {
      case 'Login':
        this.#login(talk, body);
        break;
      case 'Authenticate':
        talk.domain = textIn(body, 'domain') ?? talk.domain;
        break;
      case 'Authorize':
        talk.authorizeSeq = seq;
        talk.code = String(numberIn(body, 'code') ?? textIn(body, 'code') ?? '');
        break;
      case 'LoginResult':
        this.#loginResult(talk, body, seq);
        break;
      case 'UpdateAppsInfo':
        noteApp(talk, inner(body, 'app'), seq);
        break;
      case 'UpdateApps': {
        const { apps } = objectOf(body);
        if (Array.isArray(apps)) for (const app of apps) noteApp(talk, objectOf(app), seq);
        break;
      }
      case 'AppGetLogin':
        if (talk.asked.size < listLimit) talk.asked.set(textIn(body, 'src') ?? '', textIn(body, 'app') ?? '');
        break;
      case 'AppGetLoginResult': {
        if (!refuses(body)) break;
        const app = talk.asked.get(textIn(body, 'src') ?? '') ?? textIn(body, 'app') ?? '';
        const whom = this.user === '' ? 'the user' : `user ${this.user}`;
        this.#add(
          talk,
          'app-not-granted',
          [seq],
          `The PBX makes no login for app ${app} to ${whom}${wordsOf(body)}.`,
        );
        break;
      }
      case 'AppLogin':
        talk.app = textIn(body, 'app') ?? talk.app;
        talk.check = undefined;
        talk.isUnlicensed = inner(body, 'info')['unlicensed'] === true;
        break;
      case 'AppLoginResult':
        this.#appLoginResult(talk, body, seq);
        break;
      case 'AppChallengeResult': {
        if (!refuses(body)) break;
        this.#add(
          talk,
          'senseless-message',
          [seq],
          `The App Service on ${talk.lane} gives no challenge${wordsOf(body)}.`,
        );
        break;
      }
      case 'GetDevicesResult':
        talk.devices += lengthOf(body, 'devices');
        this.#listResult(talk, 'devices', body, seq);
        break;
      case 'ReadUserInfo':
        talk.users += 1;
        break;
      case 'ReadUserResult':
        this.#listResult(talk, 'users', body, seq);
        break;
      case 'NumUsersResult':
        this.#listResult(talk, 'users', body, seq);
        if (!refuses(body) && Number(objectOf(body)['numUsers']) === 0) {
          const whom = this.user === '' ? 'this user' : `user ${this.user}`;
          this.#add(talk, 'no-visible-users', [seq], `The Users service shows no users to ${whom}.`);
        }
        break;
      default:
        break;
    }
  }

  #login(talk: Conversation, body: unknown): void {
    talk.loginType = textIn(body, 'type') ?? talk.loginType;
    talk.check = undefined;
    const name = textIn(body, 'username');
    if (name === undefined) return;
    talk.authorizeSeq = 0;
    if (talk.loginType === 'session' || isMasked(name)) return;
    talk.username = name;
    this.user = name;
  }

  #loginResult(talk: Conversation, body: unknown, seq: number): void {
    const isSession = talk.loginType === 'session';
    if (!refuses(body)) {
      talk.successSeq = seq;
      const name = textIn(inner(inner(body, 'info'), 'user'), 'sip') ?? textIn(inner(body, 'info'), 'sip');
      if (name !== undefined && !isMasked(name) && talk.username === '') talk.username = name;
      if (this.user === '' && name !== undefined) this.user = name;
      this.successes.set(talk.lane, seq);
      if (textIn(body, 'digest') === undefined) {
        this.#add(
          talk,
          'fake-pbx',
          [seq],
          'The PBX did not prove that it knows the password: LoginResult has no digest.',
        );
      }
      return;
    }
    const id = failureOfRefusal(objectOf(body)['error'], isSession, talk.authorizeSeq > 0);
    const evidence = id === 'two-factor-refused' ? [seq, talk.authorizeSeq] : [seq];
    const { check } = talk;
    const found = check?.reason === undefined ? '' : `; its check found: ${check.reason}`;
    const sentence = refusalSentence(id, this.user, talk, body).replace(/\.$/, `${found}.`);
    this.#add(talk, id, check === undefined ? evidence : [...evidence, check.seq], sentence);
  }

  #appLoginResult(talk: Conversation, body: unknown, seq: number): void {
    const { ok } = objectOf(body);
    if (ok === true || ok === 'true') {
      talk.successSeq = seq;
      return;
    }
    const app = talk.app === '' ? `on ${talk.lane}` : talk.app;
    const words = wordsOf(body);
    if (talk.isUnlicensed) {
      this.#add(
        talk,
        'unlicensed',
        [seq],
        `App Service ${app} refused the login${words}, and the PBX says that it has no licence for the app.`,
      );
    } else {
      const { check } = talk;
      const likely = 'the password of the App object on the PBX is most likely not that of the instance';
      const why = check?.reason === undefined ? likely : `about its digest it found: ${check.reason}`;
      const evidence = check === undefined ? [seq] : [seq, check.seq];
      this.#add(talk, 'app-password', evidence, `App Service ${app} refused the login${words}: ${why}.`);
    }
  }

  #listResult(talk: Conversation, list: string, body: unknown, seq: number): void {
    if (refuses(body))
      this.#add(talk, 'list-refused', [seq], `The service refused the list of ${list}${wordsOf(body)}.`);
  }

  #add(talk: Conversation, id: FailureId, evidence: readonly number[], sentence: string): void {
    if (this.signals.length >= listLimit) return;
    this.signals.push({ id, subject: talk.lane, evidence, sentence });
  }
}

/** What a refused LoginResult means, in a sentence. */
function refusalSentence(id: FailureId, user: string, talk: Conversation, body: unknown): string {
  const whom = user === '' ? '' : ` of user ${user}`;
  const where = talk.url === '' ? 'The PBX' : `The PBX at ${hostOf(talk.url)}`;
  const words = wordsOf(body);
  const sentences: Partial<Record<FailureId, string>> = {
    'wrong-password': `${where} refused the name or password${whom}${words}.`,
    'session-refused': `${where} does not take the stored session${whom} any more${words}: it has expired, or newer logins have driven it out.`,
    'two-factor-refused': `The second factor of the login${whom} was refused${words}.`,
    'invalid-login': `${where} found the login${whom} incomplete or malformed${words}.`,
  };
  return sentences[id] ?? `${where} refused the login${whom}${words}.`;
}

function reasonOf(record: SocketRecord): string {
  const reason = textIn(record, 'reason');
  return reason === undefined ? '' : `, "${reason}"`;
}

function noteApp(talk: Conversation, app: Readonly<Record<string, unknown>>, seq: number): void {
  const name = textIn(app, 'name');
  if (name === undefined || talk.apps.size >= listLimit) return;
  talk.apps.set(name, { seq, isWebsite: app['website'] === true });
}
