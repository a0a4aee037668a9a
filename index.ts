/**
 * pbx-automata: state machines that log in to an innovaphone PBX and its App Services, run at once by a
 * Transitioner. What most programs need is here; the parts are at `pbx-automata/runtime`, `/protocol`,
 * `/machines`, `/services` and `/simulator`.
 */
import { Transitioner as EngineTransitioner } from './runtime/transitioner.js';
import type { TransitionerOptions } from './runtime/transitioner.js';
import { defaultLog } from './services/log.js';
import { defaultRedactor } from './services/redaction.js';

/** The engine's Transitioner with the log of the original switched on and secrets masked in it. */
export class Transitioner extends EngineTransitioner {
  constructor(options: TransitionerOptions = {}) {
    super({ log: defaultLog.sink, redactor: defaultRedactor(), ...options });
  }
}

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
