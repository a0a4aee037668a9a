import type { RedactionPolicy } from '../../../runtime/trace-records.js';
import type { RedactionCount } from './redaction-count.js';

interface RedactionPanelProps {
  readonly policy: RedactionPolicy;
  readonly count: RedactionCount;
}

const shownPaths = 100;

/** What leaves the house with the file, and what does not. */
export function RedactionPanel({ policy, count }: RedactionPanelProps) {
  const { classes, cut } = count;
  return (
    <section class="panel export-redaction" aria-label="What is masked">
      {policy === 'revealed' && (
        <p class="export-private" role="alert">
          <strong>⚠ Private: secrets are readable in this trace.</strong> Passwords, keys and digests stand in
          it as they were sent. Do not pass it on; record again without --reveal to get one that can be.
        </p>
      )}
      {policy === 'sample' && (
        <p class="export-sample">
          Secrets are readable, but they are the simulator’s sample secrets: nobody’s account opens with them.
        </p>
      )}
      <div class="export-classes">
        <h2 class="overline">Masked values</h2>
        {classes.length === 0 ? (
          <span class="muted">none in these records</span>
        ) : (
          <ul class="export-badges">
            {classes.map(({ name, count: places, different }) => (
              <li key={name} class="badge">
                <strong>{name}</strong> {places} {places === 1 ? 'place' : 'places'}
                {different !== places && `, ${different} different`}
              </li>
            ))}
          </ul>
        )}
      </div>
      {cut.length > 0 && (
        <details class="export-cut">
          <summary>
            {cut.length} {cut.length === 1 ? 'member' : 'members'} masked or shortened
          </summary>
          <table class="data">
            <thead>
              <tr>
                <th scope="col">member</th>
                <th scope="col">records</th>
              </tr>
            </thead>
            <tbody>
              {cut.slice(0, shownPaths).map(({ path, count: places }) => (
                <tr key={path}>
                  <td class="mono">{path}</td>
                  <td>{places}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {cut.length > shownPaths && <p class="muted">and {cut.length - shownPaths} more</p>}
        </details>
      )}
      <p class="muted">
        Masking knows names and known values. Names of users, hosts and apps stay readable: a trace tells who
        talks to whom.
      </p>
    </section>
  );
}
