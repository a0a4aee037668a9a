/** The PBX simulator: a public part of the package, `pbx-automata/simulator`. Described in docs/simulator.md. */
export { startSimulator } from './simulator.js';
export type { Simulator, SimulatorEvent, SimulatorOptions } from './simulator.js';
export { SimulatorError } from './errors.js';
export { defaultScenario } from './scenario.js';
export type {
  Scenario,
  ScenarioApp,
  ScenarioSettings,
  ScenarioUser,
  ServiceKind,
  StunSettings,
  TwoFactor,
} from './scenario.js';
export { parseScenario, resolveScenario } from './scenario-schema.js';
export { scenarios } from './scenarios.js';
export type { ScenarioName } from './scenarios.js';
export { faultKinds, faultSteps } from './faults.js';
export type { Fault, FaultKind, FaultStep } from './faults.js';
export type { SessionInfo } from './sessions.js';
