export { diagnose } from './diagnose.js';
export type { Diagnosis, DiagnosisOptions, Finding } from './finding.js';
export { failureTable } from './known-failures.js';
export type { FailureId, KnownFailure } from './known-failures.js';
