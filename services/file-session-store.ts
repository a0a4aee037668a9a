import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SessionCredentials } from '../protocol/credentials.js';
import { exportSession, importSession } from '../protocol/credentials.js';
import { AutomataError } from '../runtime/errors.js';
import type { SessionKey, SessionStore } from './session-store.js';
import { sessionKeyText } from './session-store.js';
import { stateFolder } from './state-folder.js';
import { emitWarning } from './warning.js';

/** A session could not be kept or forgotten; logins go on without. */
export class SessionStoreError extends AutomataError {
  override readonly name: string = 'SessionStoreError';
}

export interface FileSessionStoreOptions {
  /** Hears, as a sentence, what was wrong with a file; default: `process.emitWarning`. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
}

/** Version of the entry files. */
const version = 1;

/** Far more than an entry can have; a longer file is none of ours. In bytes. */
const longestEntry = 64 * 1024;

/**
 * Keeps sessions in a folder of the user, mode 0700, one file of mode 0600 per PBX and user. A file is replaced
 * as a whole, so two processes at once see an old or a new session and never lose each other's entries.
 */
export class FileSessionStore implements SessionStore {
  readonly folder: string;
  readonly #isOurFolder: boolean;
  readonly #warn: (sentence: string) => void;

  /** @param folder default: `sessions` in the user's state folder; made when the first session is kept */
  constructor(folder?: string, options: FileSessionStoreOptions = {}) {
    this.folder = folder ?? join(stateFolder(), 'sessions');
    this.#isOurFolder = folder === undefined;
    this.#warn = options.onWarning ?? emitWarning;
  }

  async read(key: SessionKey): Promise<SessionCredentials | undefined> {
    const path = this.#pathOf(key);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (systemCodeOf(error) !== 'ENOENT') {
        this.#warn(
          `The stored session ${path} cannot be read (${systemCodeOf(error)}), so the login goes on without it; check who may read the file.`,
        );
      }
      return undefined;
    }
    const session = sessionIn(text, key);
    if (session === undefined) await this.#setAside(path);
    return session;
  }

  async write(key: SessionKey, session: SessionCredentials): Promise<void> {
    const path = this.#pathOf(key);
    const { pbx, user } = key;
    const entry = { version, pbx, user, savedAt: new Date().toISOString(), session: exportSession(session) };
    try {
      await makeFolder(this.folder);
      // Ours may have been there before, open to others; one that was given to us keeps the mode its owner chose.
      if (this.#isOurFolder) await chmod(this.folder, 0o700);
      const { default: writeFileAtomic } = await import('write-file-atomic');
      await writeFileAtomic(path, `${JSON.stringify(entry, undefined, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw unwritable(
        `The session could not be kept in ${path}`,
        'the next login needs the password again',
        path,
        error,
      );
    }
  }

  async remove(key: SessionKey): Promise<void> {
    const path = this.#pathOf(key);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw unwritable(`The stored session ${path} could not be deleted`, 'delete it yourself', path, error);
    }
  }

  /** A hash, because names of users and hosts can hold anything; what it stands for is in the file. */
  #pathOf(key: SessionKey): string {
    const hash = createHash('sha256').update(sessionKeyText(key)).digest('hex').slice(0, 32);
    return join(this.folder, `${hash}.json`);
  }

  async #setAside(path: string): Promise<void> {
    const aside = `${path}.damaged`;
    const kept = await rename(path, aside).then(
      () => `it is kept as ${aside}`,
      (error: unknown) => `it could not be set aside (${systemCodeOf(error)})`,
    );
    this.#warn(
      `The stored session ${path} is damaged, so the login goes on without it; ${kept} and can be deleted.`,
    );
  }
}

/** The session in an entry file; undefined when it is damaged or belongs to another key. */
function sessionIn(text: string, key: SessionKey): SessionCredentials | undefined {
  if (text.length > longestEntry) return undefined;
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null || !('version' in entry) || entry.version !== version)
    return undefined;
  if (!('pbx' in entry) || !('user' in entry) || !('session' in entry)) return undefined;
  const { pbx, user, session } = entry;
  if (typeof pbx !== 'string' || typeof user !== 'string') return undefined;
  return sessionKeyText({ pbx, user }) === sessionKeyText(key) ? importSession(session) : undefined;
}

function unwritable(what: string, consequence: string, path: string, cause: unknown): SessionStoreError {
  const reason = systemCodeOf(cause);
  const why = reason === 'ENOSPC' || reason === 'EDQUOT' ? 'the disk is full' : reason;
  const sentence = `${what} (${why}), so ${consequence}; make room or check who may write there, or set XDG_STATE_HOME to another folder.`;
  return new SessionStoreError('SESSION_STORE_UNWRITABLE', sentence, { path, reason }, { cause });
}

function systemCodeOf(error: unknown): string {
  if (error instanceof Error)
    return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return String(error);
}

/**
 * Makes a folder and those above it. One by one: where a file system takes no folders at all, as below /proc,
 * Node's own recursive way never ends.
 */
async function makeFolder(path: string): Promise<void> {
  const code = await tryToMake(path);
  if (code !== 'ENOENT' || dirname(path) === path) return;
  await makeFolder(dirname(path));
  await tryToMake(path, { mustWork: true });
}

/** Makes one folder, or finds it there; ENOENT is returned, unless it is the last word. */
async function tryToMake(path: string, { mustWork = false } = {}): Promise<string | undefined> {
  try {
    await mkdir(path, { mode: 0o700 });
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && (code !== 'ENOENT' || mustWork)) throw error;
    return code;
  }
}
