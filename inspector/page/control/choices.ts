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
