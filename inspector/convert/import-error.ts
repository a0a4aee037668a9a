import { AutomataError } from '../../runtime/errors.js';

/**
 * A file cannot become a trace: it is no recording of the kind (`IMPORT_INVALID`), or cannot be read
 * (`IMPORT_FILE_UNREADABLE`).
 */
export class ImportError extends AutomataError {
  override readonly name = 'ImportError';
}
