import { AutomataError } from '../../runtime/errors.js';

/** The inspector cannot be opened; `code` as in docs/errors.md, "InspectorError". */
export class InspectorError extends AutomataError {
  override readonly name = 'InspectorError';
}
