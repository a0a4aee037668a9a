/**
 * `pbx-automata/porting`: the PHP library in its own shape, for automatons that were moved from PHP.
 */
export { compileAutomaton, statesAndMessages } from './classes/compile.js';
export { FinitStateAutomaton, FiniteStateAutomaton } from './classes/finite-state-automaton.js';
export type { NextState } from './classes/finite-state-automaton.js';
export type { AutomatonClass, ClassHandler, StatesAndMessages } from './classes/handlers.js';
export { Message } from './classes/message.js';
export { Transitioner } from './classes/transitioner.js';
export * from './library/index.js';
export { verifyAutomaton } from './verify/verify.js';
export type { RecordingSource } from './verify/recording.js';
export type * from './verify/report.js';
export type { VerifiableAutomaton } from './verify/subject.js';
export type { VerifyOptions } from './verify/verify.js';
