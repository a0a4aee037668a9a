import { seconds } from '../../model/text.js';
import type { FlowRow } from '../../model/flow-row.js';
import type { TraceDocument } from '../../model/trace-document.js';

/** A row for those who hear the page: `34, 0.020 s, AppInfo from PBX to UserPBXLogin, discarded in Initial.awaitingLoginResult`. */
export function rowLabel(document: TraceDocument, row: FlowRow): string {
  const start = `${row.seq}, ${seconds(row.t)} s, `;
  const end = row.trouble === undefined ? '' : `, trouble: ${row.trouble}`;
  const name = (index: number | undefined): string =>
    index === undefined ? '' : (document.lanes[index]?.name ?? '');
  if (row.shape !== 'message' && row.shape !== 'post') {
    const lane = name(row.lane);
    const label = row.detail === '' ? row.label : `${row.label}, ${row.detail}`;
    return `${start}${lane === '' ? '' : `${lane}, `}${label}${end}`;
  }
  const kind = row.shape === 'post' ? 'post ' : '';
  const targets = row.to.map(({ lane, outcome }) =>
    outcome === 'handled' ? name(lane) : `${name(lane)} (${outcome === 'none' ? 'not delivered' : outcome})`,
  );
  const from = row.from === undefined ? '' : ` from ${name(row.from)}`;
  const to = targets.length === 0 ? '' : ` to ${targets.join(', ')}`;
  return `${start}${kind}${row.label}${from}${to}${end}`;
}
