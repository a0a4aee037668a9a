import type { LoginResults } from '../../machines/posts.js';
import { Message } from '../classes/message.js';
import type { PhpValue } from '../php/value.js';

/** What a login to the PBX brought, as `getResults` and the post `UserPBXLoginSuccess` give it. */
export class UserPBXLogin {
  /** The first Login that was sent. */
  readonly loginMsg: Message;
  /** The LoginResult: `->info->user` is the user. */
  readonly loginResultMsg: Message;
  /** `->apps` are the user's apps, in whichever form the PBX sent them. */
  readonly UpdateAppsMsg: Message;
  /** The message that ended the list of apps. */
  readonly updateAppsComplete: Message;
  readonly [member: string]: PhpValue;

  /** @param pbxUrl where the user logged in, for apps whose URLs are relative */
  constructor(results: LoginResults, pbxUrl?: string) {
    this.loginMsg = asMessage(results.loginMsg);
    this.loginResultMsg = asMessage(results.loginResultMsg);
    this.UpdateAppsMsg = asMessage(results.UpdateAppsMsg);
    this.updateAppsComplete = asMessage(results.updateAppsComplete);
    pbxUrls.set(this, pbxUrl);
  }

  /** As it is shown in logs and traces. */
  toJSON(): Record<string, unknown> {
    const messages = Object.entries<object>(this);
    return Object.fromEntries(messages.map(([name, msg]) => [name, Object.fromEntries(Object.entries(msg))]));
  }
}

/** Not a member: members of the results are shown and sent. */
const pbxUrls = new WeakMap<object, string | undefined>();

/** Where the user of these results logged in; undefined when nobody knows. */
export function pbxUrlOf(results: unknown): string | undefined {
  return typeof results === 'object' && results !== null ? pbxUrls.get(results) : undefined;
}

/** A message that came as an object of the class stays the same one. */
function asMessage(message: { readonly mt: string }): Message {
  return message instanceof Message ? message : Message.of({ ...message });
}
