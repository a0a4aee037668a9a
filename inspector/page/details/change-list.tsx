import type { Change } from '../../model/json-diff.js';

interface ChangeListProps {
  readonly changes: readonly Change[];
  /** Said when there is none. */
  readonly none: string;
  readonly choose?: (path: string) => void;
}

const words = { added: 'added', removed: 'removed', changed: 'changed' } as const;
const signs = { added: '+', removed: '−', changed: '~' } as const;

/** What differs between two values, one line a member. */
export function ChangeList({ changes, none, choose }: ChangeListProps) {
  if (changes.length === 0) return <p class="muted change-none">{none}</p>;
  return (
    <ul class="changes">
      {changes.map(({ path, kind, before, after }) => (
        <li key={path} class={kind}>
          <span class="change-sign" aria-hidden="true">
            {signs[kind]}
          </span>
          <span class="hidden-text">{words[kind]}</span>
          {choose === undefined ? (
            <code class="change-path">{path}</code>
          ) : (
            <button
              type="button"
              class="link mono change-path"
              onClick={() => {
                choose(path);
              }}
            >
              {path}
            </button>
          )}
          {kind !== 'added' && <del>{text(before)}</del>}
          {kind !== 'removed' && <ins>{text(after)}</ins>}
        </li>
      ))}
    </ul>
  );
}

/** Longest value that is shown in a line. */
const longest = 600;

function text(value: unknown): string {
  const whole = value === undefined ? 'nothing' : JSON.stringify(value);
  return whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
}
