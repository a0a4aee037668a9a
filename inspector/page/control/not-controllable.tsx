import type { PageStore } from '../page-store.js';

/** Why nothing can be held here, and how it could. */
export function NotControllable({ store }: { readonly store: PageStore }) {
  return (
    <div class="screen-body control-none">
      <h1>{titleOf(store)}</h1>
      <p>{reasonOf(store)}</p>
      <h2 class="overline">From the command line</h2>
      <pre class="control-json" tabIndex={0} aria-label="Command">
        {'pbx-automata list --hold'}
      </pre>
      <p class="muted">It waits before the first message until you step or resume here.</p>
      <h2 class="overline">From a program</h2>
      <pre class="control-json" tabIndex={0} aria-label="Program">
        {
          "import { inspect } from 'pbx-automata';\n\nconst inspector = await inspect({ control: true });\nconsole.log(inspector.url);"
        }
      </pre>
      <p class="muted">
        Without it the page may watch and do nothing else: whoever can open the address could otherwise send
        messages in your name.
      </p>
    </div>
  );
}

function titleOf({ connection, source }: PageStore): string {
  if (connection === 'live' && !source.canControl) return 'This page may only watch';
  if (connection === 'lost' || connection === 'connecting') return 'The process does not answer';
  if (connection === 'ended') return 'The process has ended';
  return 'Nothing runs here';
}

function reasonOf({ connection, source }: PageStore): string {
  if (connection === 'live' && !source.canControl)
    return 'The process runs, but it was started without control. Hold, step, breakpoints and sending by hand are for a process that allows them:';
  if (connection === 'lost' || connection === 'connecting')
    return 'Control comes back when the connection does. What was recorded stays in the other screens. To start a program that can be controlled:';
  if (connection === 'ended')
    return 'What it recorded stays in the other screens. To start one that can be held and stepped:';
  return 'A recording can be read, compared and run again, but not held. To hold and step a program while it runs:';
}
