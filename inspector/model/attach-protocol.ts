import type { Breakpoint, ControlEdge, Injection } from '../../runtime/control-types.js';
import type { TraceRecord } from '../../runtime/trace-records.js';

export type { Breakpoint, ControlEdge, Injection } from '../../runtime/control-types.js';

/**
 * What the page and the process it looks into say to each other: JSON texts over one WebSocket on loopback. The
 * page names the token as its second subprotocol, after `attachSubprotocol`.
 */
export const attachSubprotocol = 'pbx-automata-inspector.1';

/** An act of a person. */
export type ControlCommand =
  /** Holds what passes these edges; left out: all. */
  | { readonly do: 'hold'; readonly edges?: readonly ControlEdge[] }
  /** Lets one act pass; in the run that is named, else in the first that stands still. */
  | { readonly do: 'step'; readonly run?: number }
  | { readonly do: 'resume' }
  | { readonly do: 'addBreakpoint'; readonly breakpoint: Breakpoint }
  | { readonly do: 'removeBreakpoint'; readonly breakpointId: number }
  | { readonly do: 'inject'; readonly run: number; readonly injection: Injection }
  | { readonly do: 'note'; readonly text: string }
  /** The context of an automaton, masked but not shortened. */
  | { readonly do: 'look'; readonly run: number; readonly automaton: string }
  /** Logs in to a simulator that plays this scenario, and lists devices and users. */
  | { readonly do: 'startScenario'; readonly scenario: string };

/** What stands still. */
export interface PendingView {
  readonly automaton: string;
  readonly edge: ControlEdge;
  readonly mt: string;
  readonly body?: unknown;
}

/** An automaton that can be acted on. */
export interface AutomatonView {
  readonly nickname: string;
  readonly status: 'added' | 'running' | 'stopped';
  readonly state: string;
  readonly phase: string;
  /** The messages for which its present state has a transition. */
  readonly accepts: readonly string[];
  readonly socket?: string;
}

export interface RunView {
  /** Its number in the trace. */
  readonly run: number;
  readonly pending?: PendingView;
  readonly automatons: readonly AutomatonView[];
}

/** Where the control of a process stands. */
export interface ControlState {
  readonly isHeld: boolean;
  readonly edges: readonly ControlEdge[];
  /** `t` of the trace when it was held; peers' own limits go on running since. */
  readonly heldSince?: number;
  readonly breakpoints: readonly {
    readonly id: number;
    readonly breakpoint: Breakpoint;
    readonly hits: number;
  }[];
  /** The runs that go on now. */
  readonly runs: readonly RunView[];
}

/** What the page says. */
export type PageMessage =
  /** First: asks for the records after `after`, 0 for all. */
  | { readonly type: 'hello'; readonly after: number }
  | { readonly type: 'act'; readonly id: number; readonly command: ControlCommand };

/** What the process says. */
export type ProcessMessage =
  | {
      readonly type: 'hello';
      /** What is looked into, for people: a file's name, or the program's. */
      readonly title: string;
      /** Whether more may come. A file that is opened is not live. */
      readonly isLive: boolean;
      readonly canControl: boolean;
      /** Scenarios that `startScenario` takes; empty when it takes none. */
      readonly scenarios: readonly { readonly name: string; readonly description: string }[];
      /** Number of the newest record; what is older than `after` or than the process keeps is not sent. */
      readonly newest: number;
    }
  | { readonly type: 'records'; readonly records: readonly TraceRecord[] }
  | { readonly type: 'control'; readonly control: ControlState }
  /** The act is done; `seq` is the record that it made, `value` what was looked at. */
  | { readonly type: 'done'; readonly id: number; readonly seq?: number; readonly value?: unknown }
  | { readonly type: 'refused'; readonly id?: number; readonly reason: string }
  /** The process ends, or the page is too slow; what was shown stays. */
  | { readonly type: 'bye'; readonly why: string };
