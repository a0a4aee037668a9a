import { DeviceLister } from '../machines/device-lister.js';
import type { ProgressNotice } from '../machines/notices.js';
import { UserLister } from '../machines/user-lister.js';
import type { Notice } from '../runtime/effects.js';
import type { AutomatonHandle } from '../runtime/run-result.js';
import { Transitioner } from '../runtime/transitioner.js';
import type { AppServiceLogin } from '../services/app-service-login.js';
import { unfinishedError } from '../services/run-error.js';
import type { ConnectionArguments } from './connection-options.js';
import { counted, grouped } from './counted.js';
import type { ExitCode } from './exit-codes.js';
import { commonExitCode, exitCodes, sentenceOf } from './exit-codes.js';
import type { InspectArguments } from './inspection.js';
import { withInspection } from './inspection.js';
import type { CliIo } from './io.js';
import { wantsColor } from './io.js';
import { styles } from './style.js';
import type { ListService } from './list-services.js';
import { listServices } from './list-services.js';
import type { Inspection } from './observation.js';
import { observe } from './observation.js';
import { findPeer, isEmbedded } from './peer.js';
import type { ListName, Lists, Row } from './rows.js';
import { jsonOutput } from './rows.js';
import type { Terminal } from './terminal.js';
import type { LoginPlace } from './user-login.js';
import { connectionOptions, logInAsUser } from './user-login.js';
import { explainLater, sayWhy } from './why.js';
import { writeAll } from './write.js';

export interface ListArguments extends ConnectionArguments, InspectArguments {
  readonly devices?: boolean;
  readonly users?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** What came of the lists. */
interface Outcome {
  readonly lists: Lists;
  readonly errors: readonly Error[];
}

/** `pbx-automata list`: logs in, lists devices and users at once, prints them. */
export async function list(args: ListArguments, io: CliIo, terminal: Terminal): Promise<ExitCode> {
  const isSample = isEmbedded(args, io);
  return withInspection({ args, io, terminal, command: 'list', isSample }, (inspection) =>
    listWatched(args, io, terminal, inspection),
  );
}

async function listWatched(
  args: ListArguments,
  io: CliIo,
  terminal: Terminal,
  inspection: Inspection | undefined,
): Promise<ExitCode> {
  const services = listServices(args);
  const observation = observe(args, io, terminal, inspection);
  try {
    const peer = await findPeer(args, io, terminal);
    let outcome: Outcome;
    try {
      outcome = await readLists({ args, io, terminal, peer, observation }, services);
    } finally {
      await peer.close();
    }
    for (const error of outcome.errors) report(error, args, terminal);
    if (outcome.errors.length > 0) await sayWhy(observation, outcome.errors, terminal);
    await print(outcome.lists, args, io);
    if (outcome.lists.size > 0 && outcome.errors.length > 0) return exitCodes.failed;
    return commonExitCode(outcome.errors);
  } catch (error) {
    await explainLater(observation, error);
    throw error;
  } finally {
    observation.close();
  }
}

async function readLists(place: LoginPlace, services: readonly ListService[]): Promise<Outcome> {
  const login = await logInAsUser(place, services);
  try {
    const failure = login.getPbxA().getError();
    if (failure !== undefined) throw failure;
    const open = services.filter(({ spec }) => login.getAppAutomaton(spec).getIsLoggedIn());
    const refused = services
      .map(({ label, spec }) => named(label, login.getAppAutomaton(spec).getError()))
      .filter((error) => error !== undefined);
    const { lists, errors } = await runListers(place, open, login);
    return { lists, errors: [...refused, ...errors] };
  } finally {
    login.close();
  }
}

async function runListers(
  place: LoginPlace,
  services: readonly ListService[],
  login: AppServiceLogin,
): Promise<Outcome> {
  if (services.length === 0) return { lists: new Map(), errors: [] };
  const { idleTimeoutMs, signal, socket: _socket, ...options } = connectionOptions(place);
  const progress = new ListProgress(place.terminal);
  const isQuiet = place.args.quiet === true;
  const transitioner = new Transitioner({
    ...options,
    idleTimeoutMs,
    ...(!isQuiet && { onNotice: progress.onNotice }),
  });
  const listers = services.map((service) => ({ service, handle: addLister(transitioner, service, login) }));
  const result = await transitioner.run({ signal });
  place.terminal.progress('');
  const lists = new Map<ListName, readonly Row[]>();
  const errors: Error[] = [];
  for (const { service, handle } of listers) {
    const { output } = handle;
    if (output?.ok === true) {
      const rows = rowsOf(output);
      lists.set(service.name, rows);
      if (!isQuiet)
        place.terminal.say(`${service.label}: ${counted(rows.length, service.name.slice(0, -1))} listed`);
    } else {
      const error = output?.error ?? unfinishedError(result, handle, idleTimeoutMs);
      errors.push(named(service.label, error) ?? error);
    }
  }
  return { lists, errors };
}

type Lister = AutomatonHandle<typeof DeviceLister> | AutomatonHandle<typeof UserLister>;

function addLister(transitioner: Transitioner, { name, spec }: ListService, login: AppServiceLogin): Lister {
  const socket = login.getAppWebSocket(spec);
  if (name === 'devices') return transitioner.add(DeviceLister, { socket });
  return transitioner.add(UserLister, { socket, input: { user: login.getPbxA().getUser() } });
}

function rowsOf(
  output: { readonly devices: readonly object[] } | { readonly users: readonly object[] },
): readonly Row[] {
  return ('devices' in output ? output.devices : output.users) as readonly Row[];
}

/** Which list an error belongs to. */
const labels = new WeakMap<Error, string>();

function named(label: string, error: Error | undefined): Error | undefined {
  if (error !== undefined) labels.set(error, label);
  return error;
}

function report(error: Error, { debug }: ListArguments, terminal: Terminal): void {
  terminal.fail(`${labels.get(error) ?? 'List'}: ${sentenceOf(error)}`);
  if (debug === true) terminal.trace(error);
}

async function print(lists: Lists, { json, csv }: ListArguments, { stdout, env }: CliIo): Promise<void> {
  if (lists.size === 0) return;
  if (json === true) await writeAll(stdout, jsonOutput(lists));
  else if (csv === true) {
    const { csvOutput } = await import('./csv-output.js');
    await writeAll(stdout, csvOutput(lists));
  } else {
    const { tableOutput } = await import('./table-output.js');
    await writeAll(
      stdout,
      await tableOutput(
        lists,
        styles(wantsColor(stdout, env)),
        stdout.isTTY === true ? stdout.columns : undefined,
      ),
    );
  }
}

/** How long a progress line stays as it is, in milliseconds. */
const progressMs = 100;

/** Shows how far the lists have come. */
class ListProgress {
  readonly #terminal: Terminal;
  readonly #counts = new Map<string, string>();
  #shownAt = -Infinity;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  readonly onNotice = (notice: Notice): void => {
    if (notice.kind !== 'progress') return;
    const now = performance.now();
    if (now - this.#shownAt < progressMs) return;
    this.#shownAt = now;
    const { list: name, count, total } = notice as ProgressNotice;
    const rows = counted(count, name.slice(0, -1));
    // A service may count other rows than it returns.
    const isKnown = total !== undefined && total >= count;
    this.#counts.set(name, isKnown ? `${rows} of ${grouped(total)}` : rows);
    this.#terminal.progress(`Loading: ${[...this.#counts.values()].join(', ')}`);
  };
}
