import { inspect } from 'node:util';
import type { FiniteStateAutomaton } from '../porting/classes/finite-state-automaton.js';
import { MemberCopies } from '../porting/classes/members.js';
import { Transitioner } from '../porting/classes/transitioner.js';
import { isAutomatonClass } from '../porting/verify/subject.js';
import type { AutomatonOutput } from '../runtime/automaton.js';
import type { SocketPort } from '../runtime/socket.js';
import { AutomataError } from '../runtime/errors.js';
import { encode } from '../runtime/exact-json.js';
import type { LogSink } from '../runtime/log.js';
import { silentLog } from '../runtime/log.js';
import type { AutomatonHandle } from '../runtime/run-result.js';
import type { Redactor } from '../runtime/trace.js';
import type { RunLogin } from '../services/run-file.js';
import { defaultLog } from '../services/log.js';
import { unfinishedError } from '../services/run-error.js';
import type { ExitCode } from './exit-codes.js';
import { commonExitCode, exitCodes, sentenceOf } from './exit-codes.js';
import { withInspection } from './inspection.js';
import type { CliIo } from './io.js';
import { wantsColor } from './io.js';
import type { Inspection } from './observation.js';
import { observe } from './observation.js';
import { findPeer, isEmbedded } from './peer.js';
import type { LoggedIn, RunArguments } from './run-sockets.js';
import { logInFor } from './run-sockets.js';
import type { Terminal } from './terminal.js';
import type { FileAutomaton } from './user-file.js';
import { loadAutomatons, loadProgram } from './user-file.js';
import type { LoginPlace } from './user-login.js';
import { connectionOptions } from './user-login.js';
import { explainLater, sayWhy } from './why.js';
import { writeAll } from './write.js';

/** What one automaton left: its output, or why it left none. */
interface Ending {
  readonly nickname: string;
  readonly output: AutomatonOutput;
}

/** `pbx-automata run FILE`: logs in and runs the automatons of a user's file on the authenticated sockets. */
export async function run(
  path: string,
  args: RunArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const program = await loadProgram(path);
  if (program !== undefined) {
    await program();
    return exitCodes.done;
  }
  const isSample = isEmbedded(args, io);
  return withInspection({ args, io, terminal, command: 'run', isSample }, (inspection) =>
    runWatched(path, args, io, terminal, inspection),
  );
}

async function runWatched(
  path: string,
  args: RunArguments,
  io: CliIo,
  terminal: Terminal,
  inspection: Inspection | undefined,
): Promise<ExitCode> {
  const automatons = await loadAutomatons(path);
  const observation = observe(args, io, terminal, inspection);
  try {
    const peer = await findPeer(args, io, terminal);
    let endings: readonly Ending[];
    try {
      endings = await runAll({ args, io, terminal, peer, observation }, automatons);
    } finally {
      await peer.close();
    }
    const errors = endings.flatMap(({ nickname, output }) => {
      if (output.ok) return [];
      terminal.fail(`${nickname}: ${sentenceOf(output.error)}`);
      if (args.debug === true) terminal.trace(output.error);
      return [output.error];
    });
    if (errors.length > 0) await sayWhy(observation, errors, terminal);
    await writeAll(io.stdout, args.json === true ? jsonOutput(endings) : textOutput(endings, io));
    return commonExitCode(errors);
  } catch (error) {
    await explainLater(observation, error);
    throw error;
  } finally {
    observation.close();
  }
}

async function runAll(
  place: LoginPlace & { readonly args: RunArguments },
  automatons: readonly FileAutomaton[],
): Promise<readonly Ending[]> {
  const login = await logInFor(place, automatons);
  try {
    return await runOn(login, place, automatons);
  } finally {
    login.close();
  }
}

async function runOn(
  login: LoggedIn,
  place: LoginPlace,
  automatons: readonly FileAutomaton[],
): Promise<readonly Ending[]> {
  const { idleTimeoutMs, signal, socket: _socket, ...options } = connectionOptions(place);
  const log = options.log === silentLog ? ownLines(place.observation.redactor) : options.log;
  const transitioner = new Transitioner({ ...options, log, idleTimeoutMs });
  const seats = automatons.map((automaton) => seat(automaton, login, transitioner));
  const result = await transitioner.run({ signal });
  return seats.map(({ handle, instance }) => {
    const output = outputOf(handle, instance);
    const { nickname } = handle;
    return {
      nickname,
      output: output ?? { ok: false, error: unfinishedError(result, handle, idleTimeoutMs) },
    };
  });
}

/**
 * What automatons log themselves is shown, as `Log.log()` in a class is, by the levels that a program sets; what the
 * engine says besides takes `--log`, and comes as functions.
 */
function ownLines(redactor: Pick<Redactor, 'text'>): LogSink {
  return (category, source, text) => {
    if (typeof text === 'string') defaultLog.sink(category, source, redactor.text(text));
  };
}

/** An automaton in its run; of the PHP kind also the object. */
interface Seat {
  readonly handle: AutomatonHandle;
  readonly instance?: FiniteStateAutomaton;
}

/** Gives an automaton its socket. */
function seat(entry: FileAutomaton, login: LoggedIn, transitioner: Transitioner): Seat {
  const { socket, about } = login.placeOf(entry);
  const { nickname } = entry;
  if ('machine' in entry) {
    return { handle: transitioner.add(entry.machine, { socket, nickname, input: entry.input?.(about) }) };
  }
  const instance = 'instance' in entry ? entry.instance : makeAutomaton(entry, socket, about);
  return { handle: transitioner.add(instance, { socket, nickname }), instance };
}

/** Of an automaton of the PHP kind, which has no output, its members when it is `Dead`. */
function outputOf(
  { output, state }: AutomatonHandle,
  instance: FiniteStateAutomaton | undefined,
): AutomatonOutput | undefined {
  if (instance === undefined) return output as AutomatonOutput | undefined;
  return state === 'Dead' ? { ok: true, ...new MemberCopies(instance).changed() } : undefined;
}

/** By the constructor of the PHP library, or as the file says. */
function makeAutomaton(
  { automaton, nickname }: Extract<FileAutomaton, { readonly automaton: unknown }>,
  socket: SocketPort,
  about: RunLogin,
): FiniteStateAutomaton {
  return isAutomatonClass(automaton) ? new automaton(socket, nickname ?? null) : automaton(socket, about);
}

function* jsonOutput(endings: readonly Ending[]): Iterable<string> {
  const members = endings.map(
    ({ nickname, output }) => `${JSON.stringify(nickname)}: ${encode(plain(output))}`,
  );
  yield `{ ${members.join(',\n')} }\n`;
}

/** Errors as data: those that are not ours have nothing that JSON would show. */
function plain(output: AutomatonOutput): object {
  if (output.ok || output.error instanceof AutomataError) return output;
  const { name, message } = output.error;
  return { ...output, error: { name, message } };
}

function* textOutput(endings: readonly Ending[], { stdout, env }: CliIo): Iterable<string> {
  const colors = wantsColor(stdout, env);
  for (const { nickname, output } of endings) {
    if (output.ok) yield `${nickname}: ${inspect(output, { colors, depth: 6, breakLength: 110 })}\n`;
  }
}
