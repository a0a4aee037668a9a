import type { RunControl } from './control.js';
import type { ControlEdge, PendingAct } from './control-types.js';
import type { Effect } from './effects.js';
import type { DeliveryEvent } from './events.js';
import type { RunAutomaton } from './run-automaton.js';
import { isPutOff } from './stepper.js';

/** Whether the run is held before something that the engine does; undefined: it cannot be. */
export function isHeldBefore(control: RunControl, act: PendingAct | undefined): boolean {
  return act !== undefined && !control.mayPass(act.edge, act.automaton, act.event);
}

/** Whether the run is held before a delivery. One that is put off asks when it is made. */
export function isHeldBeforeDelivery(
  control: RunControl,
  automaton: RunAutomaton,
  event: DeliveryEvent,
): boolean {
  if (isPutOff(automaton, event)) return false;
  return !control.mayPass(edgeOf(event), automaton.nickname, event);
}

/** Whether the run is held before an effect: a message to a peer. Posts ask where they are delivered. */
export function isHeldBeforeEffect(
  control: RunControl,
  { nickname, socket }: RunAutomaton,
  effect: Effect,
): boolean {
  if (effect.type !== 'send' || socket === undefined || socket.state === 'closed') return false;
  const { message } = effect;
  const event: DeliveryEvent = { type: message.mt, msg: message, origin: 'wire', from: socket.name };
  return !control.mayPass('out', nickname, event);
}

function edgeOf({ origin }: DeliveryEvent): ControlEdge {
  return origin === 'wire' ? 'in' : origin === 'post' ? 'post' : 'engine';
}
