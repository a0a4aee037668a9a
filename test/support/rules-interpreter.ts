/** What may arrive; each may be answered by posts of the later ones. */
export const messageTypes = ['Start', 'M0', 'M1', 'M2'] as const;
export type Mt = (typeof messageTypes)[number];

export const livingStates = ['Initial', 'S1', 'S2'] as const;
export type LivingState = (typeof livingStates)[number];
export type State = LivingState | 'Dead';

export type PlannedEffect =
  | { readonly what: 'send'; readonly mt: string }
  | { readonly what: 'post'; readonly mt: string; readonly to?: string | undefined };

/** What an automaton does on a message in a state. */
export interface Handler {
  readonly target?: State | undefined;
  readonly phase?: string | undefined;
  readonly effects: readonly PlannedEffect[];
}

/** One automaton, as data. */
export interface Plan {
  readonly nickname: string;
  readonly socket: 'S' | 'T' | undefined;
  readonly handlers: Partial<Record<State, Partial<Record<Mt, Handler | undefined>>>>;
}

interface Actor {
  readonly plan: Plan;
  state: State;
  phase: string;
  isRunning: boolean;
  isStarted: boolean;
  isBusy: boolean;
  readonly waiting: { readonly mt: string; readonly from: string }[];
}

type Origin = 'wire' | 'post' | 'runtime';

/**
 * What rules 1 to 6 of docs/semantics.md say about these automatons and this input, worked out by plain recursion
 * and without any code of the engine's. The lines are those of `RecordingTracer`.
 */
export function interpret(
  plans: readonly Plan[],
  arriving: readonly { readonly socket: 'S' | 'T'; readonly mt: string }[],
): { readonly lines: string[]; readonly states: State[] } {
  const lines: string[] = [];
  const actors = plans.map((plan): Actor => ({
    plan,
    state: 'Initial',
    phase: 'p0',
    isRunning: false,
    isStarted: false,
    isBusy: false,
    waiting: [],
  }));

  const deliver = (to: Actor, mt: string, origin: Origin, from: string): void => {
    if (to.isBusy) to.waiting.push({ mt, from });
    else step(to, mt, origin);
  };

  const step = (actor: Actor, mt: string, origin: Origin): void => {
    const { nickname, handlers } = actor.plan;
    const where = `${nickname} ${mt} (${origin}) in ${actor.state}.${actor.phase}`;
    if (origin === 'wire' && (mt === 'M2' || mt === 'Start')) {
      lines.push(`refused ${where}`);
      return;
    }
    const handler = handlers[actor.state]?.[mt as Mt];
    if (handler === undefined) {
      lines.push(`discarded ${where}`);
      return;
    }
    lines.push(`deliver ${nickname} ${mt}`);
    const before = actor.state;
    if (handler.target !== undefined) {
      actor.state = handler.target;
      actor.phase = 'p0';
    } else if (handler.phase !== undefined) {
      actor.phase = handler.phase;
    }
    actor.isBusy = true;
    for (const effect of handler.effects) perform(actor, effect);
    actor.isBusy = false;
    if (actor.state === 'Dead') {
      actor.isRunning = false;
      lines.push(`dead ${nickname} finished`);
      for (const { mt: late, from } of actor.waiting.splice(0))
        lines.push(`undelivered ${from}->${nickname} ${late}: it has stopped`);
      return;
    }
    if (actor.state !== before) step(actor, 'Start', 'runtime');
    for (let next = actor.waiting.shift(); next !== undefined; next = actor.waiting.shift())
      step(actor, next.mt, 'post');
  };

  const perform = (actor: Actor, effect: PlannedEffect): void => {
    const { nickname, socket } = actor.plan;
    if (effect.what === 'send') {
      if (socket === undefined) lines.push(`undelivered ${nickname}->* ${effect.mt}: it has no socket`);
      else lines.push(`out ${socket} ${effect.mt}`);
      return;
    }
    if (effect.to === undefined) {
      let receivers = 0;
      for (const other of actors) {
        if (other === actor || !other.isRunning) continue;
        receivers += 1;
        deliver(other, effect.mt, 'post', nickname);
      }
      if (receivers === 0) lines.push(`undelivered ${nickname}->* ${effect.mt}: nobody else runs`);
      return;
    }
    const target = actors.find((other) => other.plan.nickname === effect.to);
    const to = `undelivered ${nickname}->${effect.to} ${effect.mt}`;
    if (target === undefined) lines.push(`${to}: nobody has that nickname`);
    else if (target.isRunning) deliver(target, effect.mt, 'post', nickname);
    else lines.push(`${to}: it has ${target.isStarted ? 'stopped' : 'not started'}`);
  };

  for (const actor of actors) {
    actor.isRunning = actor.isStarted = true;
    step(actor, 'Start', 'runtime');
  }
  for (const { socket, mt } of arriving) {
    for (const actor of actors) {
      if (actor.isRunning && actor.plan.socket === socket) deliver(actor, mt, 'wire', socket);
    }
  }
  return { lines, states: actors.map(({ state }) => state) };
}
