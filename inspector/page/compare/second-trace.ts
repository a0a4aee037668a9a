import type { TraceRecord } from '../../../runtime/trace-records.js';
import { TraceDocument } from '../../model/trace-document.js';
import type { PageStore } from '../page-store.js';

/** The recording that the open one is compared with. */
export interface SecondTrace {
  readonly document: TraceDocument;
  readonly title: string;
  readonly notice?: string;
}

const kept = new WeakMap<PageStore, SecondTrace>();

/** The second recording; it stays while other screens are looked at. */
export function secondTraceOf(store: PageStore): SecondTrace | undefined {
  return kept.get(store);
}

export function setSecondTrace(store: PageStore, second: SecondTrace | undefined): void {
  if (second === undefined) kept.delete(store);
  else kept.set(store, second);
}

/** Shows the open recording beside these records. */
export function compareWith(store: PageStore, records: readonly TraceRecord[], title: string): void {
  setSecondTrace(store, { document: TraceDocument.of(records), title });
  store.setScreen('compare');
}
