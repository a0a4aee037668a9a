import { AutomataError } from '../../runtime/errors.js';

/**
 * The simulator cannot start or a scenario is not valid. Codes: `SCENARIO_INVALID`, `SCENARIO_UNKNOWN`,
 * `SIMULATOR_PORT_IN_USE`, `SIMULATOR_CANNOT_LISTEN` (docs/errors.md).
 */
export class SimulatorError extends AutomataError {
  override readonly name = 'SimulatorError';
}
