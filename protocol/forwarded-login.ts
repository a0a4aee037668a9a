import { RawJson } from '../runtime/exact-json.js';
import type { Message, Received } from '../runtime/message.js';
import { rawMember } from '../runtime/message.js';
import type { AppLoginMessage } from './messages/app-websocket.js';
import type { AppGetLoginResultMessage } from './messages/myapps.js';

/** What of AppGetLoginResult is for the client, not for the App Service. */
const notForwarded: ReadonlySet<string> = new Set(['mt', 'src', 'salt', 'key', 'error', 'errorText']);

/** The order in which a browser sends them; further members follow. */
const firstMembers = ['app', 'domain', 'sip', 'guid', 'dn', 'info', 'digest', 'pbxObj'];

/**
 * The AppLogin that an AppGetLoginResult is made for: all its members but those for the client, and `info`
 * byte for byte, because the digest covers it. Source: docs/protocol.md, "AppGetLogin".
 * @param received the message from the socket, or a post with its members, whose `info` is `RawJson`
 * @returns undefined when app or digest are missing
 */
export function forwardedAppLogin(
  received: Received & { readonly msg: Message & Partial<Record<keyof AppGetLoginResultMessage, unknown>> },
): AppLoginMessage | undefined {
  const { msg } = received;
  const { app, digest } = msg;
  if (typeof app !== 'string' || typeof digest !== 'string') return undefined;
  const info = rawMember(received, 'info');
  const rest = Object.entries(msg).filter(([name]) => !notForwarded.has(name));
  const members = new Map<string, unknown>(rest);
  if (info !== undefined) members.set('info', new RawJson(info));
  const names = [...firstMembers.filter((name) => members.has(name)), ...members.keys()];
  const ordered = Object.fromEntries(names.map((name) => [name, members.get(name)]));
  return { mt: 'AppLogin', ...ordered, app, digest };
}
