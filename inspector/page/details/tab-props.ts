import type { TraceRecord } from '../../../runtime/trace-records.js';
import type { StoreProps } from '../use-store.js';

/** What every view of a record gets. */
export interface TabProps extends StoreProps {
  readonly record: TraceRecord;
}
