import type { LoginResults } from '../../machines/posts.js';
import type { App, LoginMessage, LoginResultMessage, PbxUser } from '../../protocol/messages/myapps.js';
import { memberOf, textOf } from '../../inspector/model/rerun/recorded-values.js';
import type { AnyMessage, Message } from '../../runtime/message.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import type { RunLogin } from '../../services/run-file.js';

/**
 * What the login in a recording brought, for automatons that want it: the newest before `end`, and the app behind the
 * socket by its name. Without a login in the recording everything is undefined.
 */
export function recordedLogin(
  records: readonly TraceRecord[],
  end: number,
  socket: string | undefined,
): RunLogin {
  let loginMsg: LoginMessage | undefined;
  let loginResultMsg: LoginResultMessage | undefined;
  let complete: Message | undefined;
  let apps: unknown[] = [];
  for (const record of records.slice(0, end)) {
    if (record.kind !== 'message' || record.body === undefined) continue;
    const { mt, dir } = record;
    const body = record.body as AnyMessage;
    if (mt === 'Login' && dir === 'out') {
      if (loginMsg === undefined || loginResultMsg !== undefined) loginMsg = body as Message as LoginMessage;
    }
    if (dir === 'out') continue;
    if (mt === 'LoginResult' && body['info'] !== undefined)
      [loginResultMsg, apps] = [body as Message as LoginResultMessage, []];
    else if (mt === 'UpdateAppsInfo') apps.push(body['app']);
    else if (mt === 'UpdateAppsComplete') complete = body;
    else if (mt === 'UpdateApps') {
      const list = body['apps'];
      apps = Array.isArray(list) ? list : [];
      complete = body;
    }
  }
  if (loginResultMsg === undefined) return { user: undefined, results: undefined, app: undefined };
  const user = memberOf(loginResultMsg.info, 'user') as PbxUser | undefined;
  const list = uniqueByName(apps as App[]);
  const results = {
    loginMsg: loginMsg ?? { mt: 'Login' as const, type: 'user' as const, userAgent: '' },
    loginResultMsg,
    UpdateAppsMsg: { mt: 'UpdateApps' as const, apps: list },
    updateAppsComplete: complete ?? { mt: 'UpdateAppsComplete' },
  } satisfies LoginResults;
  return { user, results, app: list.find((app) => isBehind(app, socket ?? '')) };
}

function uniqueByName(apps: readonly App[]): App[] {
  return [...new Map(apps.map((app) => [textOf(app, 'name'), app])).values()];
}

/** The connector names sockets `<APP>-<SERVICE>-WS`: the last part of the app's URL, upper case. */
function isBehind(app: App, socket: string): boolean {
  const url = textOf(app, 'url')
    .replace(/[?#].*$/s, '')
    .replace(/\.html?$/, '');
  const last = url.slice(url.lastIndexOf('/') + 1).toUpperCase();
  return last !== '' && (socket === `${last}--WS` || socket.startsWith(`${last}-`));
}
