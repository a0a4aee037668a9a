import { useState } from 'preact/hooks';
import type { Breakpoint, ControlState } from '../../model/attach-protocol.js';
import type { PageStore } from '../page-store.js';
import { statePathsOf } from './choices.js';
import { knownTypes } from './message-text.js';

type Kind = Breakpoint['kind'];
type Operator = Extract<Breakpoint, { kind: 'context' }>['operator'];

const kinds: readonly { readonly kind: Kind; readonly title: string }[] = [
  { kind: 'message', title: 'a message passes' },
  { kind: 'state', title: 'a state is entered' },
  { kind: 'post', title: 'a post is delivered' },
  { kind: 'context', title: 'the context meets a condition' },
];

const operators: readonly { readonly operator: Operator; readonly title: string }[] = [
  { operator: 'equals', title: 'equals' },
  { operator: 'differs', title: 'differs from' },
  { operator: 'greater', title: 'is greater than' },
  { operator: 'less', title: 'is less than' },
  { operator: 'exists', title: 'is there' },
  { operator: 'changes', title: 'changes' },
];

interface BreakpointFormProps {
  readonly store: PageStore;
  readonly control: ControlState;
  readonly onAdd: (breakpoint: Breakpoint) => void;
}

/** Makes a breakpoint. */
export function BreakpointForm({ store, control, onAdd }: BreakpointFormProps) {
  const [kind, setKind] = useState<Kind>('message');
  const [automaton, setAutomaton] = useState('');
  const [mt, setMt] = useState('');
  const [direction, setDirection] = useState('');
  const [state, setState] = useState('');
  const [path, setPath] = useState('');
  const [operator, setOperator] = useState<Operator>('equals');
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string>();

  const nicknames = [
    ...new Set(control.runs.flatMap(({ automatons }) => automatons.map(({ nickname }) => nickname))),
  ];
  const states = kind === 'state' ? statePathsOf(store.document, automaton) : [];
  const types =
    kind === 'message' || kind === 'post'
      ? knownTypes(store.document, (_lane, way) => (kind === 'post' ? way === 'post' : way !== 'post'))
      : [];
  const accepted = control.runs.flatMap(({ automatons }) =>
    automatons
      .filter(({ nickname }) => automaton === '' || nickname === automaton)
      .flatMap(({ accepts }) => accepts),
  );
  const needsValue = operator !== 'exists' && operator !== 'changes';

  const add = (event: Event): void => {
    event.preventDefault();
    const who = automaton === '' ? {} : { automaton };
    const made = make();
    if (typeof made === 'string') {
      setProblem(made);
      return;
    }
    setProblem(undefined);
    onAdd(made);

    function make(): Breakpoint | string {
      switch (kind) {
        case 'message':
          if (mt.trim() === '') return 'Say which message: its type, for example LoginResult.';
          return {
            kind,
            mt: mt.trim(),
            ...who,
            ...(direction === 'in' || direction === 'out' ? { direction } : {}),
          };
        case 'post':
          return { kind, ...who, ...(mt.trim() === '' ? {} : { mt: mt.trim() }) };
        case 'state':
          if (state.trim() === '') return 'Say which state, for example Initial.awaitingLoginResult.';
          return { kind, state: state.trim(), ...who };
        case 'context':
          if (path.trim() === '') return 'Say which member of the context, for example apps.length.';
          return {
            kind,
            path: path.trim(),
            operator,
            ...who,
            ...(needsValue ? { value: literal(value) } : {}),
          };
      }
    }
  };
  return (
    <form class="control-form" onSubmit={add} aria-label="Add a breakpoint">
      <label>
        <span>Hold when</span>
        <select
          value={kind}
          onChange={(event) => {
            const { value: wanted } = event.currentTarget;
            setKind(kinds.find((one) => one.kind === wanted)?.kind ?? 'message');
          }}
        >
          {kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Automaton</span>
        <select
          value={automaton}
          onChange={(event) => {
            setAutomaton(event.currentTarget.value);
          }}
        >
          <option value="">any</option>
          {nicknames.map((nickname) => (
            <option key={nickname} value={nickname}>
              {nickname}
            </option>
          ))}
        </select>
      </label>
      {(kind === 'message' || kind === 'post') && (
        <label>
          <span>Message type{kind === 'post' && ' (empty: any)'}</span>
          <input
            type="text"
            class="mono"
            list="breakpoint-types"
            spellcheck={false}
            value={mt}
            placeholder={kind === 'message' ? 'LoginResult' : 'any'}
            onInput={(event) => {
              setMt(event.currentTarget.value);
            }}
          />
          <datalist id="breakpoint-types">
            {[...new Set([...accepted, ...types])].map((type) => (
              <option key={type} value={type} />
            ))}
          </datalist>
        </label>
      )}
      {kind === 'message' && (
        <label>
          <span>Direction</span>
          <select
            value={direction}
            onChange={(event) => {
              setDirection(event.currentTarget.value);
            }}
          >
            <option value="">in or out</option>
            <option value="in">in: from the peer</option>
            <option value="out">out: to the peer</option>
          </select>
        </label>
      )}
      {kind === 'state' && (
        <label>
          <span>State or phase</span>
          <input
            type="text"
            class="mono"
            list="breakpoint-states"
            spellcheck={false}
            value={state}
            placeholder="Initial.awaitingLoginResult"
            onInput={(event) => {
              setState(event.currentTarget.value);
            }}
          />
          <datalist id="breakpoint-states">
            {states.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
      )}
      {kind === 'context' && (
        <>
          <label>
            <span>Member, with dots</span>
            <input
              type="text"
              class="mono"
              spellcheck={false}
              value={path}
              placeholder="apps.length"
              onInput={(event) => {
                setPath(event.currentTarget.value);
              }}
            />
          </label>
          <label>
            <span>Condition</span>
            <select
              value={operator}
              onChange={(event) => {
                const { value: wanted } = event.currentTarget;
                setOperator(operators.find((one) => one.operator === wanted)?.operator ?? 'equals');
              }}
            >
              {operators.map((one) => (
                <option key={one.operator} value={one.operator}>
                  {one.title}
                </option>
              ))}
            </select>
          </label>
          {needsValue && (
            <label>
              <span>Value (a number, true, false, null, or a text)</span>
              <input
                type="text"
                class="mono"
                spellcheck={false}
                value={value}
                onInput={(event) => {
                  setValue(event.currentTarget.value);
                }}
              />
            </label>
          )}
        </>
      )}
      {problem !== undefined && (
        <p class="bad" role="alert">
          {problem}
        </p>
      )}
      <button type="submit">Add breakpoint</button>
    </form>
  );
}

/** What was typed, as JSON has it; anything else is a text. */
function literal(text: string): string | number | boolean | null {
  try {
    const value: unknown = JSON.parse(text);
    if (
      value === null ||
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      typeof value === 'string'
    )
      return value;
  } catch {
    // A text without its quotes.
  }
  return text;
}
