/** The words of the page, as the documentation uses them. */
const words: readonly (readonly [string, string])[] = [
  ['automaton', 'one state machine with a nickname, on one socket'],
  [
    'state',
    'where it stands at the top level; phase: the place inside a state, as in Initial.awaitingChallenge',
  ],
  ['message', 'one JSON object of the protocol; mt is its type'],
  ['post', 'a message from one automaton to another, without a socket'],
  ['run', 'from the first Start to the end of all automatons; a login is one, the lists that follow another'],
  [
    'discarded',
    'no transition for this message in this state: the first thing to look for when a login hangs',
  ],
  ['cause', 'the record that led to this one; Cause shows the chain back to the beginning'],
  [
    '‹password 12 9c0d1e2f›',
    'in place of a secret: its class, its length, and a hash by which equal ones look equal',
  ],
];

/** What the words of the page mean. */
export function Words() {
  return (
    <dl class="help-words">
      {words.map(([word, meaning]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
