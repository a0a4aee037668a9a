import { access } from 'node:fs/promises';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import { StateMachine } from 'xstate';
import type { RunLogin } from '../services/run-file.js';
import { CliUsageError } from './errors.js';

/** An automaton that a user's file exports, its types forgotten. */
export interface FileAutomaton {
  readonly machine: AnyStateMachine;
  readonly app?: string | undefined;
  readonly nickname?: string | undefined;
  readonly input?: ((login: RunLogin) => unknown) | undefined;
}

/**
 * Loads the automatons that a file exports by default: one machine, one entry as `defineAutomatons` takes it, or
 * a list of these. TypeScript is stripped of its types, not checked.
 * @throws CliUsageError `RUN_FILE_UNREADABLE`, `RUN_FILE_FAILED`, `RUN_FILE_WITHOUT_AUTOMATON`
 */
export async function loadAutomatons(path: string): Promise<readonly FileAutomaton[]> {
  const file = resolve(path);
  try {
    await access(file);
  } catch (cause) {
    const sentence = `There is no file ${path} that can be read; check its path.`;
    throw new CliUsageError('RUN_FILE_UNREADABLE', sentence, { path }, { cause });
  }
  const exported = await load(file, path);
  const entries = (Array.isArray(exported) ? (exported as readonly unknown[]) : [exported]).map(entryOf);
  const automatons = entries.filter((entry) => entry !== undefined);
  if (automatons.length > 0 && automatons.length === entries.length) return automatons;
  const fault = exported === undefined ? 'exports no automaton' : 'exports something else than automatons';
  const sentence = `${path} ${fault}; end it with "export default machine;", or with "export default defineAutomatons({ machine, app: 'devices' });".`;
  throw new CliUsageError('RUN_FILE_WITHOUT_AUTOMATON', sentence, { path });
}

let isLoaderReady = false;

/** tsx first, then our hooks, which are asked before it. */
async function prepareLoader(): Promise<void> {
  if (isLoaderReady) return;
  isLoaderReady = true;
  const tsx = await import('tsx/esm/api');
  tsx.register();
  register('./user-file-hooks.js', import.meta.url);
}

async function load(file: string, path: string): Promise<unknown> {
  await prepareLoader();
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return module.default;
  } catch (cause) {
    const reason = cause instanceof Error ? firstFault(cause) : String(cause);
    const sentence = `${path} cannot be loaded: ${reason}`;
    throw new CliUsageError('RUN_FILE_FAILED', sentence, { path }, { cause });
  }
}

/** Of a compiler's report the first fault, which says where it is. */
function firstFault({ message }: Error): string {
  const [head = '', fault] = message.split('\n');
  return head.startsWith('Transform failed') && fault !== undefined ? fault : head;
}

function entryOf(value: unknown): FileAutomaton | undefined {
  if (value instanceof StateMachine) return { machine: value };
  if (typeof value !== 'object' || value === null || !('machine' in value)) return undefined;
  const { machine, app, nickname, input } = value as Record<string, unknown>;
  if (!(machine instanceof StateMachine) || !isText(app) || !isText(nickname)) return undefined;
  if (input !== undefined && typeof input !== 'function') return undefined;
  return { machine, app, nickname, input: input as FileAutomaton['input'] };
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
