import type { ChartState } from '../../charts/index.js';
import type { TraceDocument } from '../../model/trace-document.js';
import { chartOfTrack } from '../charts/chart-cache.js';

/** Paths of all states in the charts of the automatons with this nickname; of all automatons when it is empty. */
export function statePathsOf(document: TraceDocument, nickname: string): string[] {
  const paths = new Set<string>();
  for (const track of document.automatons) {
    if (nickname !== '' && track.nickname !== nickname) continue;
    const chart = chartOfTrack(document, track);
    if (chart !== undefined) collect(chart.root, paths);
  }
  return [...paths];
}

function collect(state: ChartState, paths: Set<string>): void {
  for (const child of state.children) {
    paths.add(child.path);
    collect(child, paths);
  }
}

/** The engine's own messages: nobody can send them (docs/semantics.md, rule 7). */
const engineMessages = new Set(['Start', 'Open', 'EOF', 'Timeout']);

/**
 * Whether an automaton takes a message from this origin, as its machine declares it (`accepts`); what a machine
 * declares nothing about may come from anywhere.
 */
export function takesFrom(
  document: TraceDocument,
  nickname: string,
  mt: string,
  origin: 'wire' | 'post',
): boolean {
  if (engineMessages.has(mt)) return false;
  const track = document.automatons.findLast((one) => one.nickname === nickname);
  const machine = track?.machineHash === undefined ? undefined : document.machine(track.machineHash);
  const declared = memberOf(memberOf(memberOf(machine?.definition, 'meta'), 'accepts'), mt);
  if (declared === undefined) return true;
  return Array.isArray(declared) ? declared.includes(origin) : declared === origin;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
