/**
 * What machines need that were ported from PHP ('pbx-automata/porting/machine'): handlers written like PHP's, run on a
 * draft of the context, with their effects as data.
 */
export { Message } from '../classes/message.js';
export type { PhpValue } from '../php/value.js';
export type { Draft, DraftOptions, HandlerEffects } from './draft.js';
export type { Handler, Handlers } from './handlers.js';
export { handlersOf } from './handlers.js';
export { notPorted } from './not-ported.js';
export { addRows, noRows, Rows } from './rows.js';
export { messageOf } from '../../runtime/events.js';
export type { Step, StepOptions } from './steps.js';
export { handledMessages, stepOf } from './steps.js';
export type { MachinePlace } from './machine-automaton.js';
export { MachineAutomaton, MachineTransitioner } from './machine-automaton.js';
