/**
 * The engine: messages, automatons, the Transitioner that runs them at once, sockets, clock, trace. It knows
 * nothing of PBX logins and imports nothing of Node's.
 */
export type { PostTo } from './actions.js';
export { closeSocket, connectSocket, notify, postEvent, sendMessage, writeLog } from './actions.js';
export type { Accepts, AutomatonOutput, AutomatonTypes } from './automaton.js';
export { setupAutomaton } from './automaton.js';
export type { Clock } from './clock.js';
export { SimulatedClock, systemClock } from './clock.js';
export { RunControl } from './control.js';
export type { Breakpoint, ControlEdge, Injection, PendingAct, SetBreakpoint } from './control-types.js';
export type { Effect, Notice, NoticeListener } from './effects.js';
export type { ErrorData } from './errors.js';
export { AutomataError, AutomatonFailedError, ConnectionError, UsageError } from './errors.js';
export type {
  DeliveryEvent,
  EofMessage,
  EventOf,
  OpenMessage,
  Origin,
  RuntimeMessage,
  RuntimeMt,
  StartMessage,
  TimeoutMessage,
} from './events.js';
export type { HandledAutomaton, HandledSeat, MessageHandler } from './handled-automaton.js';
export type { HandledChart, HandledState } from './handled-machine.js';
export { makeHandledMachine } from './handled-machine.js';
export { encode, ExactNumber, memberSlice, parseExact, RawJson } from './exact-json.js';
export type { LogCategory, LogSink } from './log.js';
export { logCategories, silentLog } from './log.js';
export type { MemoryPeer, MemorySocketOptions } from './memory-socket.js';
export { MemorySocket } from './memory-socket.js';
export type { AnyMessage, Decoded, Received } from './message.js';
export { decodeMessage, encodeMessage, Message, rawMember } from './message.js';
export type { QueueLimits, Transport, TransportEvents } from './queued-socket.js';
export { QueuedSocket } from './queued-socket.js';
export type { ObservedRun, RunObserver } from './run-observers.js';
export { observeRuns } from './run-observers.js';
export type { AutomatonSnapshot, ObservedAutomaton, RunOutcome, RunResult } from './run-result.js';
export { AutomatonHandle } from './run-result.js';
export type { CloseInfo, Heard, SocketListener, SocketPort, SocketState } from './socket.js';
export { acceptedMessages, phaseOf, stateOf, valuePath } from './state-path.js';
export { teeTracer } from './tee-tracer.js';
export type { AutomatonEnding, DeliveryOutcome, Redactor, RunTracer, TakenTransition } from './trace.js';
export type { AbortSignalLike, AddOptions, RunOptions, TransitionerOptions } from './transitioner.js';
export { Transitioner } from './transitioner.js';
export { TraceRecorder } from './trace-recorder.js';
export type { TraceRecorderOptions } from './trace-recorder.js';
export { traceFormat } from './trace-records.js';
export type { RedactionPolicy, TraceRecord } from './trace-records.js';
export { applyContextPatch } from './trace-snapshots.js';
export type { TraceCap, TraceSink } from './trace-writer.js';
