const samples: readonly (readonly [string, string])[] = [
  ['mt:LoginResult', 'messages of a type; * stands for anything'],
  ['lane:Users', 'what touches a socket or an automaton'],
  ['dir:in  dir:out', 'from the peer, to the peer'],
  ['state:Initial.failed', 'what happened in a state; state:"Dead" in quotes: of just this name'],
  ['ctx:session', 'steps that changed this member of a context'],
  ['gap>500ms', 'what came after a silence'],
  ['has:problem', 'trouble; also has:mismatch, has:discard, has:cut'],
  ['-kind:timer', 'everything but'],
  ['"Session expired"', 'a text, anywhere in the record'],
];

/** Words for the query line, each with a sample. */
export function QueryWords() {
  return (
    <dl class="help-words help-query">
      {samples.map(([word, meaning]) => (
        <div key={word}>
          <dt class="mono">{word}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
