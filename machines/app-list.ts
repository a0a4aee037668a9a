import type { App, UpdateAppsInfoMessage } from '../protocol/messages/myapps.js';
import type { Message } from '../runtime/message.js';
import { isRefusal } from './refusal.js';

/**
 * The list with one app more, or with a newer version of one in its place: the first app that fits is chosen, so
 * an update must not change the order. Source: docs/protocol.md, "App list".
 */
export function withApp(apps: readonly App[], { app }: UpdateAppsInfoMessage): readonly App[] {
  if (app === undefined) return apps;
  const isKnown = apps.some(({ name }) => name === app.name);
  return isKnown ? apps.map((other) => (other.name === app.name ? app : other)) : [...apps, app];
}

/** Whether this is a list of apps that can be read: each has a name. */
export function isAppList(value: unknown): value is readonly App[] {
  return Array.isArray(value) && value.every(isApp);
}

function isApp(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

/** What is wrong with a message of the app list; undefined when it is fine. */
export function appsFault({ msg }: { readonly msg: Message }): string | undefined {
  const { app, apps } = msg as Partial<UpdateAppsInfoMessage & { apps: unknown }>;
  if (isRefusal(msg)) return 'reports an error';
  if (msg.mt === 'UpdateAppsComplete') return undefined;
  if (msg.mt === 'UpdateAppsInfo') return isApp(app) ? undefined : 'has no app with a name';
  if (!Array.isArray(apps)) return 'has no list of apps';
  return apps.every(isApp) ? undefined : 'has an app without a name';
}
