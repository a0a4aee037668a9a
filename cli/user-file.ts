import { access } from 'node:fs/promises';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import { StateMachine } from 'xstate';
import { FiniteStateAutomaton } from '../porting/classes/finite-state-automaton.js';
import type { AutomatonClass, AutomatonFactory } from '../porting/verify/subject.js';
import { isAutomatonClass } from '../porting/verify/subject.js';
import type { RunLogin } from '../services/run-file.js';
import { CliUsageError } from './errors.js';

/** An automaton that a user's file exports, its types forgotten. */
export type FileAutomaton = {
  readonly app?: string | undefined;
  readonly nickname?: string | undefined;
  /** Under which name it is exported; `default`, with its place if that is a list of several. */
  readonly exportName: string;
} & (
  | { readonly machine: AnyStateMachine; readonly input?: ((login: RunLogin) => unknown) | undefined }
  | { readonly automaton: AutomatonClass | AutomatonFactory }
  /** One that exists already. */
  | { readonly instance: FiniteStateAutomaton }
);

/**
 * Loads the automatons that a file exports by default: one machine, one class that extends `FiniteStateAutomaton`, one
 * entry as `defineAutomatons` takes it, or a list of these; without a default export, all machines and classes that it
 * exports by name. TypeScript is stripped of its types, not checked.
 * @throws CliUsageError `RUN_FILE_UNREADABLE`, `RUN_FILE_FAILED`, `RUN_FILE_WITHOUT_AUTOMATON`
 */
export async function loadAutomatons(path: string): Promise<readonly FileAutomaton[]> {
  const module = await load(path);
  if (module.default === undefined) {
    const named = automatonsByName(module);
    if (named.length > 0) return named;
  }
  const exported = module.default;
  const values = Array.isArray(exported) ? (exported as readonly unknown[]) : [exported];
  const entries = values.map((value, at) =>
    entryOf(value, values.length === 1 ? 'default' : `default[${at}]`),
  );
  const automatons = entries.filter((entry) => entry !== undefined);
  if (automatons.length > 0 && automatons.length === entries.length) return automatons;
  const fault = exported === undefined ? 'exports no automaton' : 'exports something else than automatons';
  const sentence = `${path} ${fault}; end it with "export default machine;", with "export default class MyAutomaton extends FiniteStateAutomaton { … }", or with "export default defineAutomatons({ machine, app: 'devices' });".`;
  throw new CliUsageError('RUN_FILE_WITHOUT_AUTOMATON', sentence, { path });
}

/**
 * The program that a file is: without a default export, what it exports as `main`, which does everything itself, its
 * login included. Files ported from PHP have one where the PHP had code outside classes.
 * @throws CliUsageError `RUN_FILE_UNREADABLE`, `RUN_FILE_FAILED`
 */
export async function loadProgram(path: string): Promise<(() => unknown) | undefined> {
  const { default: exported, main } = await load(path);
  return exported === undefined && typeof main === 'function' ? (main as () => unknown) : undefined;
}

/** All that the file exports, by default and by name, for those who choose among them. */
export async function loadExports(path: string): Promise<readonly FileAutomaton[]> {
  const automatons = await loadAutomatons(path);
  const module = await load(path);
  const isThere = new Set(automatons.map(({ exportName }) => exportName));
  return [...automatons, ...automatonsByName(module).filter(({ exportName }) => !isThere.has(exportName))];
}

function automatonsByName(module: Readonly<Record<string, unknown>>): FileAutomaton[] {
  return Object.keys(module)
    .filter((name) => name !== 'default')
    .flatMap((name) => entryOf(module[name], name) ?? []);
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

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  try {
    await access(file);
  } catch (cause) {
    const sentence = `There is no file ${path} that can be read; check its path.`;
    throw new CliUsageError('RUN_FILE_UNREADABLE', sentence, { path }, { cause });
  }
  await prepareLoader();
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
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

function entryOf(value: unknown, exportName: string): FileAutomaton | undefined {
  if (value instanceof StateMachine) return { machine: value, exportName };
  if (isAutomatonClass(value)) return { automaton: value, exportName };
  if (value instanceof FiniteStateAutomaton) return { instance: value, exportName };
  if (typeof value !== 'object' || value === null) return undefined;
  const { machine, automaton, app, nickname, input } = value as Record<string, unknown>;
  if (!isText(app) || !isText(nickname)) return undefined;
  const common = { app, nickname, exportName };
  if (automaton instanceof FiniteStateAutomaton) return { ...common, instance: automaton };
  if (typeof automaton === 'function') {
    return { ...common, automaton: automaton as AutomatonClass | AutomatonFactory };
  }
  if (!(machine instanceof StateMachine)) return undefined;
  if (input !== undefined && typeof input !== 'function') return undefined;
  return { ...common, machine, input: input as ((login: RunLogin) => unknown) | undefined };
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
