import type { ScenarioStage } from '../inspector/server/inspect.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import { CliUsageError } from './errors.js';
import { aborted, wantsBrowser } from './inspection.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';

export interface InspectCommandArguments {
  readonly follow?: boolean;
  readonly port?: number;
  readonly open?: boolean;
}

/** `pbx-automata inspect [FILE]`: opens a recording on the page, or the page where one can be chosen. */
export async function inspectCommand(
  path: string | undefined,
  args: InspectCommandArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  if (path !== undefined) return openFile(path, args, io, terminal);
  if (args.follow === true) {
    const sentence = 'Option --follow goes with a file: pbx-automata inspect FILE --follow.';
    throw new CliUsageError('FOLLOW_WITHOUT_FILE', sentence);
  }
  return chooseOnPage(args, io, terminal);
}

async function openFile(
  path: string,
  args: InspectCommandArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const { serveTrace } = await import('../inspector/server/serve-trace.js');
  const { openBrowser } = await import('../inspector/server/open-browser.js');
  const served = await serveTrace(path, {
    follow: args.follow,
    port: args.port,
    onNote: (note) => {
      terminal.say(`Note: ${note}`, terminal.style.accent);
    },
  });
  terminal.say(`Inspector: ${served.url} (open it in a browser)`, terminal.style.strong);
  terminal.say('The page stays until you close it or press Ctrl-C.');
  if (await wantsBrowser(args, io)) void openBrowser(served.visit());
  await Promise.race([served.left, aborted(io.signal)]);
  await served.close('The program has ended; what it showed stays.');
  return exitCodes.done;
}

/** The page's first screen: samples, files, and scenarios of the simulator, played in this process. */
async function chooseOnPage(args: InspectCommandArguments, io: CliIo, terminal: Terminal): Promise<ExitCode> {
  const { inspect } = await import('../inspector/server/inspect.js');
  const { playScenario, scenarioList } = await import('../inspector/server/play-scenario.js');
  const ending = new AbortController();
  const playing = new Set<Promise<void>>();
  const scenarios: ScenarioStage = {
    list: scenarioList(),
    start: async (name) => {
      const { ended } = await playScenario(name, ending.signal);
      playing.add(ended);
      void ended.then(() => playing.delete(ended));
    },
  };
  const inspector = await inspect({
    control: true,
    policy: 'sample',
    title: 'pbx-automata inspect',
    port: args.port,
    open: await wantsBrowser(args, io),
    stays: 'untilClosed',
    scenarios,
    say: (sentence) => {
      terminal.say(sentence, terminal.style.strong);
    },
  });
  terminal.say('The page stays until you close it or press Ctrl-C.');
  await Promise.race([inspector.left, aborted(io.signal)]);
  ending.abort();
  await inspector.close('The program has ended; what it showed stays.');
  await Promise.all(playing);
  return exitCodes.done;
}
