import { AppServiceSpec } from '../protocol/app-service-spec.js';
import { CliUsageError } from './errors.js';
import type { ListName } from './rows.js';
import type { WantedService } from './user-login.js';

/** A list, and the App Service that has it. */
export interface ListService extends WantedService {
  readonly name: ListName;
}

/** Name of the list, name of its service for a person, name of its app. */
const known = [
  { name: 'devices', label: 'Devices', app: 'innovaphone-devices' },
  { name: 'users', label: 'Users', app: 'innovaphone-users' },
] as const;

/**
 * Reads an App Service as a person names it, like the end of its app's URL: `APP`, `SERVICE/APP` or
 * `DOMAIN/SERVICE/APP`.
 * @throws CliUsageError `APP_INVALID`
 */
export function parseService(text: string): AppServiceSpec {
  const [app = '', service, domain, ...rest] = text.trim().split('/').reverse();
  if (app !== '' && rest.length === 0) return new AppServiceSpec(app, service, domain);
  const sentence = `"${text}" names no App Service; give its app like innovaphone-devices, or the end of the app's URL like sample.dom/devices/innovaphone-devices.`;
  throw new CliUsageError('APP_INVALID', sentence, { app: text });
}

/**
 * Which lists are wanted, and where they are. `--app devices=NAME` and `--app users=NAME` name other App
 * Services than the usual ones; with only one list wanted, `--app NAME` does.
 * @throws CliUsageError `APP_INVALID`, `APP_WITHOUT_LIST`
 */
export function listServices(args: {
  readonly devices?: boolean;
  readonly users?: boolean;
  readonly app: readonly string[];
}): readonly ListService[] {
  const isAnyNamed = args.devices === true || args.users === true;
  const wanted = known.filter(({ name }) => !isAnyNamed || args[name] === true);
  const chosen = new Map<string, AppServiceSpec>();
  for (const text of args.app) {
    const [, list, app = ''] = /^(devices|users)=(.*)$/s.exec(text) ?? [];
    const only = wanted.length === 1 ? wanted[0]?.name : undefined;
    const name = list ?? only;
    if (name === undefined) {
      const sentence = `--app ${text} does not say for which list; write --app devices=${text} or --app users=${text}.`;
      throw new CliUsageError('APP_WITHOUT_LIST', sentence, { app: text });
    }
    chosen.set(name, parseService(list === undefined ? text : app));
  }
  return wanted.map(({ name, label, app }) => ({
    name,
    label,
    spec: chosen.get(name) ?? new AppServiceSpec(app),
  }));
}
