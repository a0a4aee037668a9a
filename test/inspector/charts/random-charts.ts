import fc from 'fast-check';

/** A state of a random chart, before it has transitions. */
interface Shape {
  readonly kind: number;
  readonly children: readonly Shape[];
}

const { tree } = fc.letrec<{ tree: Shape }>((tie) => ({
  tree: fc.record({
    kind: fc.nat(9),
    children: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constant([]),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    ),
  }),
}));

const events = ['go', 'stop', 'a.b', 'a.b.c', 'a.*', '*'];

interface Place {
  readonly config: Record<string, unknown>;
  readonly names: readonly string[];
  readonly siblings: readonly string[];
  readonly children: readonly string[];
  readonly id: string | undefined;
}

/**
 * A random machine configuration of nested, parallel, final and history states, whose transitions have all the
 * ways to name a target and a guard each: `g0`, `g1` …
 */
export const randomDefinition = fc
  .tuple(tree, tree, fc.array(fc.nat(10_000), { minLength: 60, maxLength: 200 }))
  .map(([first, second, tape]) => {
    const draw = tapeReader(tape);
    const places: Place[] = [];
    const config = build({ kind: 0, children: [first, second] }, [], [], places);
    const root = { id: 'm', ...config };
    let guards = 0;
    for (const place of places) {
      const target = (): object => ({ guard: `g${guards++}`, ...targetOf(place, places, draw) });
      const { type } = place.config;
      if (type === 'history' || type === 'final') continue;
      const on: Record<string, unknown> = {};
      for (let count = draw(4); count > 0; count -= 1) {
        const event = events[draw(events.length)] ?? 'go';
        on[event] = draw(2) === 0 ? target() : [target(), target()];
      }
      place.config['on'] = on;
      if (draw(5) === 0) place.config['always'] = [target()];
      if (draw(6) === 0) place.config['after'] = { 1000: target(), soon: target() };
      if (draw(6) === 0 && place.children.length > 0) place.config['onDone'] = target();
      if (draw(8) === 0) place.config['invoke'] = { src: 'work', onDone: target(), onError: [target()] };
    }
    Object.assign(root, places[0]?.config);
    return root;
  });

function tapeReader(tape: readonly number[]): (below: number) => number {
  let at = 0;
  return (below) => {
    at += 1;
    return (tape[at % tape.length] ?? 0) % below;
  };
}

function build(
  shape: Shape,
  names: readonly string[],
  siblings: readonly string[],
  places: Place[],
): Record<string, unknown> {
  const children = shape.children.map((_, index) => `s${index}`);
  const id = shape.kind === 7 && names.length > 0 ? `id_${names.join('_')}` : undefined;
  const config: Record<string, unknown> = id === undefined ? {} : { id };
  places.push({ config, names, siblings, children, id });
  if (children.length === 0) {
    if (shape.kind === 8 && names.length > 1) config['type'] = 'final';
    if (shape.kind === 9 && siblings.length > 1 && names.at(-1) !== 's0') config['type'] = 'history';
    return config;
  }
  if (shape.kind === 6 && names.length > 0) config['type'] = 'parallel';
  else config['initial'] = 's0';
  config['states'] = Object.fromEntries(
    shape.children.map((child, index) => [
      `s${index}`,
      build(child, [...names, `s${index}`], children, places),
    ]),
  );
  return config;
}

/** No target, a sibling, a child, or any state by its id; one of a list of one. */
function targetOf(place: Place, places: readonly Place[], draw: (below: number) => number): object {
  const far = places[draw(places.length)];
  const child = place.children[draw(Math.max(1, place.children.length))];
  const sibling = place.siblings[draw(Math.max(1, place.siblings.length))];
  switch (draw(6)) {
    case 0:
      return {};
    case 1:
      return child === undefined ? {} : { target: `.${child}` };
    case 2:
      return sibling === undefined ? {} : { target: sibling };
    case 3:
      return far?.id === undefined ? {} : { target: `#${far.id}` };
    case 4:
      return sibling === undefined ? {} : { target: [sibling] };
    default:
      return { target: `#${['m', ...(far?.names ?? [])].join('.')}` };
  }
}
