export { diagnose } from './diagnose.js';
export type { Diagnosis, Finding } from './finding.js';
