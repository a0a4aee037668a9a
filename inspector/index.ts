/** The visual debugger for programs: docs/inspector.md. For Node.js. */
export { inspect } from './server/inspect.js';
export type { InspectOptions, Inspector, ScenarioStage } from './server/inspect.js';
export { InspectorError } from './server/errors.js';
export { serveTrace } from './server/serve-trace.js';
export type { ServedTrace, ServeTraceOptions } from './server/serve-trace.js';
export { importHar } from './convert/import-har.js';
export { importPhpLog } from './convert/import-php-log.js';
export { ImportError } from './convert/import-error.js';
export type { ImportOptions } from './convert/imported-trace.js';
export { startProxy } from './proxy/proxy.js';
export { ProxyError } from './proxy/proxy-error.js';
export type { ProxyOptions, RecordingProxy } from './proxy/proxy.js';
export { diagnose, failureTable } from './model/diagnosis/index.js';
export type {
  Diagnosis,
  DiagnosisOptions,
  FailureId,
  Finding,
  KnownFailure,
} from './model/diagnosis/index.js';
export { explain } from './model/explain/index.js';
export type { Explanation, Formula, FormulaInput } from './model/explain/index.js';
export type { StatelyOptions } from './bridges/stately.js';
export { statelyOptions } from './bridges/stately.js';
export type { ComparedStep, Comparison, Divergence } from './model/compare.js';
export { compare } from './model/compare.js';
export type { RerunDivergence, RerunMachine, RerunOptions, RerunReport } from './model/rerun/rerun.js';
export { rerun } from './model/rerun/rerun.js';
