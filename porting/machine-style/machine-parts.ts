import type { PhpClass } from '../read/model.js';
import type { TranslationUnit } from '../translate/unit.js';
import type { FunctionWriter } from './function-writer.js';
import type { MachineNames } from './machine-names.js';
import type { Members } from './members.js';
import type { StartPlan } from './start-plan.js';

/** Everything that is known of a class that becomes a machine. */
export interface MachineParts {
  readonly unit: TranslationUnit;
  readonly klass: PhpClass;
  readonly names: MachineNames;
  readonly members: Members;
  readonly start: StartPlan;
  readonly writer: FunctionWriter;
  /** Whether a silent run goes on for it: its `timeout()` says so. */
  readonly waits: boolean;
  /** Names of the interfaces of its messages by mt; runtime messages have none. */
  readonly messageTypes: ReadonlyMap<string, string>;
}
