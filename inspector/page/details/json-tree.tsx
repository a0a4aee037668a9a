import { useState } from 'preact/hooks';

interface JsonTreeProps {
  readonly value: unknown;
  /** Name of the whole, read to those who hear the page. */
  readonly label: string;
  /** Called with a member's path (`session.usr`), when members can be chosen. */
  readonly choose?: (path: string) => void;
  readonly chosen?: string | undefined;
  /** Paths of members that are marked as changed. */
  readonly changed?: ReadonlySet<string>;
}

/** Items of a list that are shown until more are asked for. */
const itemsAtOnce = 60;
/** Levels that are open at first. */
const openLevels = 2;

/** A value as a tree that folds. */
export function JsonTree({ value, label, ...rest }: JsonTreeProps) {
  if (!isBranch(value))
    return (
      <p class="json-leaf">
        <Leaf value={value} />
      </p>
    );
  return (
    <div class="json" role="group" aria-label={label}>
      <Members value={value} path="" level={0} {...rest} />
    </div>
  );
}

interface NodeProps extends Omit<JsonTreeProps, 'label'> {
  readonly path: string;
  readonly level: number;
}

function Members({ value, path, level, ...rest }: NodeProps) {
  const [limit, setLimit] = useState(itemsAtOnce);
  const entries = entriesOf(value);
  return (
    <ul>
      {entries.slice(0, limit).map(([name, member]) => (
        <li key={name}>
          <Member
            name={name}
            value={member}
            path={path === '' ? name : `${path}.${name}`}
            level={level}
            {...rest}
          />
        </li>
      ))}
      {entries.length > limit && (
        <li>
          <button
            type="button"
            class="link"
            onClick={() => {
              setLimit(limit + 10 * itemsAtOnce);
            }}
          >
            {entries.length - limit} more
          </button>
        </li>
      )}
      {entries.length === 0 && <li class="muted">{Array.isArray(value) ? 'no items' : 'no members'}</li>}
    </ul>
  );
}

function Member({
  name,
  value,
  path,
  level,
  choose,
  chosen,
  changed,
}: NodeProps & { readonly name: string }) {
  const [isOpen, setOpen] = useState(level < openLevels);
  const classes = `json-name${changed?.has(path) === true ? ' changed' : ''}${chosen === path ? ' chosen' : ''}`;
  const title =
    choose === undefined ? (
      <span class={classes}>{name}</span>
    ) : (
      <button
        type="button"
        class={`link ${classes}`}
        aria-pressed={chosen === path}
        onClick={() => {
          choose(path);
        }}
      >
        {name}
      </button>
    );
  const shortened = shortenedOf(value);
  if (!isBranch(value) || shortened !== undefined)
    return (
      <div class="json-row">
        {title}
        {shortened === undefined ? <Leaf value={value} /> : <Shortened {...shortened} />}
      </div>
    );
  return (
    <>
      <div class="json-row">
        <button
          type="button"
          class="quiet json-fold"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Fold' : 'Unfold'} ${name}`}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen ? '▾' : '▸'}
        </button>
        {title}
        <span class="json-size">{sizeOf(value)}</span>
      </div>
      {isOpen && (
        <Members
          value={value}
          path={path}
          level={level + 1}
          {...(choose === undefined ? {} : { choose })}
          chosen={chosen}
          {...(changed === undefined ? {} : { changed })}
        />
      )}
    </>
  );
}

/** A placeholder in place of a secret: `‹password 12 9c0d1e2f›`. */
const masked = /^‹(\S+) (\d+) ([0-9a-f]+)›$/;

function Leaf({ value }: { readonly value: unknown }) {
  if (typeof value === 'string') {
    const parts = masked.exec(value);
    if (parts !== null)
      return (
        <span
          class="json-masked"
          title={`A ${parts[1] ?? 'secret'} of ${parts[2] ?? '?'} characters, masked when it was recorded. Where the same ${parts[3] ?? ''} stands, the same secret stood.`}
        >
          {value}
        </span>
      );
    return <span class="json-text">"{value}"</span>;
  }
  return <span class={`json-${value === null ? 'null' : typeof value}`}>{String(value)}</span>;
}

interface Cut {
  readonly what: string;
  readonly length: number | undefined;
  readonly head: unknown;
}

/** What the trace shortened: `{"cut":"list","length":100,"head":[…]}`. */
function shortenedOf(value: unknown): Cut | undefined {
  if (typeof value !== 'object' || value === null || !('cut' in value) || typeof value.cut !== 'string')
    return undefined;
  const length = 'length' in value && typeof value.length === 'number' ? value.length : undefined;
  return { what: value.cut, length, head: 'head' in value ? value.head : undefined };
}

const shortenedTexts: Readonly<Record<string, string>> = {
  list: 'items; recorded are the first',
  text: 'characters; recorded are the first',
  depth: 'nested too deeply to be recorded',
  size: 'too large to be recorded',
};

function Shortened({ what, length, head }: Cut) {
  return (
    <span class="json-cut">
      {length ?? ''} {shortenedTexts[what] ?? 'shortened'}
      {Array.isArray(head) && <> {head.length}</>}
      {head !== undefined && (
        <code class="json-head">{typeof head === 'string' ? `"${head}"…` : JSON.stringify(head)}</code>
      )}
    </span>
  );
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function entriesOf(value: unknown): [string, unknown][] {
  return isBranch(value) ? Object.entries(value) : [];
}

function sizeOf(value: object): string {
  const { length } = Object.keys(value);
  return Array.isArray(value) ? `[${length}]` : `{${length}}`;
}
