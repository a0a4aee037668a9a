import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../protocol/secret.js';
import { pbxWebSocketUrl } from '../protocol/urls.js';
import { FileSessionStore } from '../services/file-session-store.js';
import type { PasswordRequest } from '../services/prompt.js';
import { readPassword } from '../services/prompt.js';
import type { SessionStore } from '../services/session-store.js';
import { stateFolder } from '../services/state-folder.js';
import type { TlsTrustOptions } from '../services/tls-trust.js';
import type { WSClientOptions } from '../services/ws-client.js';
import type { ConnectionArguments } from './connection-options.js';
import { CliUsageError } from './errors.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';

/** The PBX that a command talks to: a real one, or the simulator inside this process. */
export interface Peer {
  /** Where users log in. */
  readonly url: string;
  /** Who logs in. */
  readonly user: () => string;
  /** The user's password; may ask for it. */
  readonly password: () => Promise<Secret>;
  /** Whether the password is there without asking anybody. */
  readonly hasPassword: boolean;
  /** The password of an app; may ask for it. */
  readonly appPassword: (app: string) => Promise<Secret>;
  /** `false`: sessions are neither used nor kept. */
  readonly sessionStore: SessionStore | false;
  readonly socket: WSClientOptions;
  close(): Promise<void>;
}

/** Whether no PBX is named, so that the simulator inside this process plays one. */
export function isEmbedded({ pbx }: Pick<ConnectionArguments, 'pbx'>, { env }: Pick<CliIo, 'env'>): boolean {
  return (pbx ?? env['PBX_URL'] ?? '') === '';
}

/** The PBX that `--pbx` or `PBX_URL` names, else the embedded simulator, which this starts. */
export async function findPeer(args: ConnectionArguments, io: CliIo, terminal: Terminal): Promise<Peer> {
  const given = args.pbx ?? io.env['PBX_URL'] ?? '';
  return given === '' ? startEmbedded(args, terminal) : realPeer(given, args, io, terminal);
}

async function realPeer(
  pbx: string,
  args: ConnectionArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<Peer> {
  const { passwordFile } = args;
  const { env, stdin, stderr } = io;
  const url = pbxWebSocketUrl(pbx);
  const name = args.user ?? env['PBX_USER'] ?? '';
  const onWarning = (sentence: string): void => {
    terminal.warn(sentence);
  };
  const host = new URL(url).host;
  const source = { passwordFile, environment: env, input: stdin, output: stderr, onWarning };
  const ask = (request: Pick<PasswordRequest, 'question' | 'variable'>): Promise<Secret> => {
    terminal.progress('');
    return readPassword({ ...source, ...request });
  };
  return {
    url,
    user: () => {
      if (name !== '') return name;
      throw new CliUsageError('USER_MISSING', 'Nobody is named to log in; use --user NAME or set PBX_USER.');
    },
    password: () => ask({ question: `Password of ${name} at ${host}: `, variable: 'PBX_PASSWORD' }),
    hasPassword: passwordFile !== undefined || (env['PBX_PASSWORD'] ?? '') !== '',
    appPassword: (app) =>
      ask({ question: `Password of the app ${app} at ${host}: `, variable: 'PBX_APP_PASSWORD' }),
    sessionStore: args.session && new FileSessionStore(sessionFolder(io), { onWarning }),
    socket: { ...(await trustOf(args)), onWarning },
    close: () => Promise.resolve(),
  };
}

/** The default folder, unless the environment we were given is another one than the process's. */
function sessionFolder({ env }: CliIo): string | undefined {
  if (env['XDG_STATE_HOME'] === process.env['XDG_STATE_HOME']) return undefined;
  return join(stateFolder({ environment: env, platform: process.platform, home: homedir() }), 'sessions');
}

/**
 * Which certificates are taken, as the command line says.
 * @throws CliUsageError `CA_FILE_UNREADABLE`
 */
export async function trustOf({
  ca,
  pin,
  insecure,
}: Pick<ConnectionArguments, 'ca' | 'pin' | 'insecure'>): Promise<TlsTrustOptions> {
  return { pin, insecure, ...(ca !== undefined && { ca: await readAuthorities(ca) }) };
}

async function readAuthorities(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const sentence = `The authority file ${path} cannot be read (${reason}); check its path and who may read it.`;
    throw new CliUsageError('CA_FILE_UNREADABLE', sentence, { path, reason }, { cause: error });
  }
}

/** Needs nobody's password and leaves nothing in the user's folder. */
async function startEmbedded(args: ConnectionArguments, terminal: Terminal): Promise<Peer> {
  const { startSimulator } = await import('../services/simulator/simulator.js');
  const simulator = await startSimulator();
  const name = args.user ?? simulator.user;
  const { users } = simulator.scenario;
  const user = users.find(({ sip }) => sip === name);
  if (user === undefined) {
    await simulator.close();
    const known = users.map(({ sip }) => sip).join(' and ');
    const sentence = `The embedded simulator has no user ${name}, only ${known}; choose one of these, or name your PBX with --pbx.`;
    throw new CliUsageError('USER_UNKNOWN', sentence, { user: name });
  }
  if (args.quiet !== true) {
    terminal.say('No PBX is named (--pbx or PBX_URL), so this is the embedded simulator:');
    terminal.say(`  ${simulator.url}`);
    terminal.say(`  sample user ${user.sip} (${user.dn}), password ${user.password}`);
  }
  return {
    url: simulator.url,
    user: () => name,
    password: () => Promise.resolve(new Secret(user.password)),
    hasPassword: true,
    appPassword: (app) => {
      const known = simulator.apps[app];
      if (known !== undefined) return Promise.resolve(new Secret(known.password));
      const sentence = `The embedded simulator has no app ${app}, only ${Object.keys(simulator.apps).join(', ')}; choose one of these, or name your PBX with --pbx.`;
      return Promise.reject(new CliUsageError('APP_UNKNOWN', sentence, { app }));
    },
    sessionStore: false,
    socket: {},
    close: () => simulator.close(),
  };
}
