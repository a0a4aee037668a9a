export { countRedaction } from '../../model/redaction-count.js';
export type { MaskedClass, RedactionCount } from '../../model/redaction-count.js';
