import type { RecordView } from './record-view.js';
import { isObject, textOr } from './record-view.js';

/** Who logs in, and where: gathered from the records of a login, one at a time. */
export class WhoAndWhere {
  /** Name in Login, or else what the PBX calls the user. */
  user = '';
  /** Host of the PBX. */
  host = '';
  /** What the client says that it is. */
  userAgent = '';
  #isNamedByClient = false;

  /** @returns whether it has learned something */
  read(seen: RecordView): boolean {
    const before = `${this.user} ${this.host} ${this.userAgent}`;
    if (seen.kind === 'socket') this.#readSocket(seen);
    else if (seen.kind === 'message') this.#readMessage(seen);
    return before !== `${this.user} ${this.host} ${this.userAgent}`;
  }

  /** `ckl at pbx.sample.dom`, as far as it is known; else empty. */
  get title(): string {
    return [this.user, this.host].filter((part) => part !== '').join(' at ');
  }

  #readSocket({ url }: RecordView): void {
    if (this.host === '' && typeof url === 'string' && isPbxUrl(url)) this.host = hostOf(url);
  }

  #readMessage({ mt, body }: RecordView): void {
    if (!isObject(body)) return;
    if (mt === 'Login') {
      this.userAgent = readable(body['userAgent']) || this.userAgent;
      const name = body['type'] === 'session' ? '' : readable(body['username']);
      if (name === '') return;
      this.user = name;
      this.#isNamedByClient = true;
    } else if (mt === 'LoginResult' && !this.#isNamedByClient) {
      const { info } = body;
      const user = isObject(info) && isObject(info['user']) ? info['user'] : info;
      if (isObject(user)) this.user = readable(user['sip']) || this.user;
    }
  }
}

/** A text that is not masked. */
function readable(value: unknown): string {
  const text = textOr(value, '');
  return text.startsWith('‹') ? '' : text;
}

/** Whether a URL leads to a PBX's own sockets: docs/protocol.md, "Endpoints". */
export function isPbxUrl(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*[^?#]*\/(?:APPCLIENT|APPS)\//i.test(url);
}

function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1] ?? '';
}
