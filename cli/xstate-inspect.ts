import type { TraceRecord } from '../runtime/trace-records.js';
import { CliUsageError } from './errors.js';

/** What the package `pbx-automata-xstate-inspect` does for us. */
export interface XStateInspectBridge {
  /** Address for the receiver of `@xstate/inspect`. */
  readonly server: string;
  readonly sink: (record: TraceRecord) => void;
  close(): Promise<void>;
}

interface BridgePackage {
  readonly serveXStateInspect: () => Promise<XStateInspectBridge>;
}

/** Named in a variable: it is no dependency, and neither compiler nor bundler shall look for it. */
const bridgePackage: string = 'pbx-automata-xstate-inspect';

/**
 * Serves the protocol of `@xstate/inspect`, by the package of its own that knows XState 4.
 * @throws CliUsageError `XSTATE_INSPECT_MISSING` when it is not installed
 */
export async function serveXStateInspect(): Promise<XStateInspectBridge> {
  let bridge: BridgePackage;
  try {
    bridge = (await import(bridgePackage)) as BridgePackage;
  } catch (cause) {
    const sentence = `--xstate-inspect needs the package ${bridgePackage}, which is not installed; install it with: npm install ${bridgePackage}`;
    throw new CliUsageError('XSTATE_INSPECT_MISSING', sentence, { package: bridgePackage }, { cause });
  }
  return bridge.serveXStateInspect();
}
