/** What a handler does, in order. */
export type PhpAct = { readonly send: string } | { readonly post: string; readonly to?: string | undefined };

export interface PhpHandler {
  readonly do: readonly PhpAct[];
  /** The state it returns. */
  readonly next?: string | undefined;
}

/** An automaton of the PHP kind, as data. */
export interface PhpPlan {
  readonly nickname: string;
  readonly socket: string | null;
  /** By state and message. */
  readonly handlers: Readonly<Record<string, Readonly<Record<string, PhpHandler>>>>;
}

export interface PhpInput {
  readonly socket: string;
  readonly mt: string;
}

/** One thing that happened, as test/fixtures/php-delivery has it. */
export type PhpEntry =
  | { readonly input: string; readonly on: string }
  | { readonly handle: string; readonly by: string; readonly in: string; readonly from: string }
  | { readonly send: string; readonly by: string }
  | { readonly post: string; readonly by: string; readonly to: string | null };

export interface PhpOutcome {
  readonly log: readonly PhpEntry[];
  readonly end: Readonly<Record<string, { readonly state: string; readonly runs: boolean }>>;
}

interface Actor {
  readonly plan: PhpPlan;
  state: string;
  isRunning: boolean;
}

/** Thrown when automatons answer each other for longer than a test wants to see: in PHP, for ever. */
export class RunawayError extends Error {}

/** Handlers that may be called, and that may be in the middle of each other. */
const limits = { handled: 400, depth: 100 };

/**
 * What the PHP library does with these automatons and this input: docs/semantics.md, "PHP-style classes", word by word
 * and without any code of the engine's.
 * @throws RunawayError
 */
export function interpretPhp(
  plans: readonly PhpPlan[],
  inputs: readonly PhpInput[],
  postsToSelf = true,
): PhpOutcome {
  const log: PhpEntry[] = [];
  let handled = 0;
  let depth = 0;
  const actors = plans.map((plan): Actor => ({ plan, state: 'Initial', isRunning: false }));

  /** @returns the state at the end */
  const deliver = (to: Actor, mt: string, from: string): string => {
    const { nickname, handlers } = to.plan;
    const before = to.state;
    const handler = handlers[before]?.[mt];
    if (handler === undefined) return before;
    log.push({ handle: mt, by: nickname, in: before, from });
    handled += 1;
    depth += 1;
    if (handled > limits.handled || depth > limits.depth) throw new RunawayError();
    for (const act of handler.do) perform(to, act);
    depth -= 1;
    if (handler.next !== undefined) to.state = handler.next;
    if (to.state !== before && to.state !== 'Dead') deliver(to, 'Start', nickname);
    return to.state;
  };

  const distribute = (mt: string, from: string, isFor: (actor: Actor) => boolean): void => {
    for (const actor of actors) {
      if (!actor.isRunning || !isFor(actor)) continue;
      if (deliver(actor, mt, from) === 'Dead') actor.isRunning = false;
    }
  };

  const perform = (by: Actor, act: PhpAct): void => {
    const { nickname } = by.plan;
    if ('send' in act) {
      log.push({ send: act.send, by: nickname });
      return;
    }
    log.push({ post: act.post, by: nickname, to: act.to ?? null });
    distribute(act.post, nickname, (actor) =>
      act.to === undefined ? postsToSelf || actor !== by : actor.plan.nickname === act.to,
    );
  };

  for (const actor of actors) {
    actor.isRunning = true;
    if (deliver(actor, 'Start', actor.plan.nickname) === 'Dead') actor.isRunning = false;
  }
  for (const input of inputs) {
    log.push({ input: input.mt, on: input.socket });
    const first = actors.find(({ isRunning, plan }) => isRunning && plan.socket === input.socket);
    distribute(input.mt, first?.plan.nickname ?? '', ({ plan }) => plan.socket === input.socket);
  }
  return {
    log,
    end: Object.fromEntries(
      actors.map(({ plan, state, isRunning }) => [plan.nickname, { state, runs: isRunning }]),
    ),
  };
}
