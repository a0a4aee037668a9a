import type { PhpClass } from '../read/model.js';
import type { Dialect } from './dialect.js';
import type { ProjectFacts } from './project-facts.js';
import type { TranslationUnit } from './unit.js';

/** A class that is being written. */
export interface ClassWriting {
  readonly unit: TranslationUnit;
  readonly klass: PhpClass;
  readonly dialect: Dialect;
  readonly facts: ProjectFacts;
  /** Whether members get their values in a method, before all constructors, as in PHP. */
  readonly usesInitialiser: boolean;
  /** Its statements. */
  readonly initialised: string[];
}
