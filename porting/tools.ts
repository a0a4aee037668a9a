/**
 * What reads and translates PHP: the command `pbx-automata port` as functions. php-parser and prettier are loaded
 * when a function needs them.
 */
export type { Diagrams, PhpDiagram } from './diagram/diagram.js';
export { diagramOf } from './diagram/diagram.js';
export { diagramMarkdown } from './diagram/diagram-files.js';
export { writeDiagrams } from './project/write-diagrams.js';
export type { Written } from './project/output-folder.js';
export type { PortOptions, PortReport } from './project/port.js';
export { port } from './project/port.js';
export type { PortedAutomaton, PortedFile, PortedHandler, PortSummary } from './project/report.js';
export { countsOf } from './project/report.js';
export type { PortStyle, Translate, Translated } from './project/translator.js';
export type {
  PhpClass,
  PhpFile,
  PhpHandler,
  PhpInclude,
  PhpMethod,
  PhpProject,
  PortProblem,
} from './read/model.js';
export { PortError } from './read/port-error.js';
export type { ReadOptions } from './read/read-php.js';
export { readPhp } from './read/read-php.js';
