/**
 * pbx-automata: state machines that log in to an innovaphone PBX and its App Services, run at once by a
 * Transitioner. What most programs need is here; the parts are at `pbx-automata/runtime`, `/protocol`,
 * `/machines`, `/services` and `/simulator`.
 */
import type { InspectOptions, Inspector } from './inspector/index.js';
import { inspectionWish } from './services/inspection-wish.js';
import { ProcessTrace } from './services/process-trace.js';

/**
 * Opens the visual debugger for this process; docs/inspector.md. It is loaded when it is asked for.
 * @throws InspectorError `INSPECTOR_PAGE_MISSING`, `INSPECTOR_PORT_IN_USE`, `INSPECTOR_CANNOT_LISTEN`
 */
export async function inspect(options?: InspectOptions): Promise<Inspector> {
  const { inspect: open } = await import('./inspector/index.js');
  return open(options);
}

const wish = inspectionWish(process.env);
// The page is loaded while the program goes on; what happens until then is kept for it.
if (wish !== undefined && !ProcessTrace.isOpen) {
  const trace = new ProcessTrace({ holds: wish.hold });
  inspect({ ...wish, trace }).catch((error: unknown) => {
    trace.giveUp();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  });
}

export { FinitStateAutomaton, FiniteStateAutomaton } from './porting/classes/finite-state-automaton.js';
export type { NextState } from './porting/classes/finite-state-automaton.js';
export { Transitioner } from './porting/classes/transitioner.js';
export type { InspectOptions, Inspector } from './inspector/index.js';
export * from './machines/index.js';
export {
  acceptedMessages,
  AutomataError,
  AutomatonFailedError,
  AutomatonHandle,
  closeSocket,
  ConnectionError,
  connectSocket,
  ExactNumber,
  MemorySocket,
  Message,
  notify,
  observeRuns,
  postEvent,
  RawJson,
  rawMember,
  RunControl,
  sendMessage,
  setupAutomaton,
  silentLog,
  SimulatedClock,
  systemClock,
  UsageError,
  writeLog,
} from './runtime/index.js';
export type {
  AddOptions,
  AnyMessage,
  AutomatonOutput,
  AutomatonSnapshot,
  Breakpoint,
  Clock,
  CloseInfo,
  ControlEdge,
  DeliveryEvent,
  EofMessage,
  Injection,
  LogCategory,
  LogSink,
  Notice,
  NoticeListener,
  ObservedAutomaton,
  ObservedRun,
  OpenMessage,
  Origin,
  PendingAct,
  Redactor,
  RunObserver,
  RunOutcome,
  RunResult,
  RunTracer,
  SetBreakpoint,
  SocketPort,
  StartMessage,
  TimeoutMessage,
  TransitionerOptions,
} from './runtime/index.js';
export {
  AppLoginError,
  AppServiceCredentials,
  AppServiceSpec,
  AppUserCredentials,
  ListError,
  LoginError,
  Secret,
  SessionCredentials,
  UrlError,
} from './protocol/index.js';
export type { App, Device, PbxUser } from './protocol/index.js';
export * from './services/index.js';
