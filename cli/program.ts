import { Command, Help, Option } from 'commander';
import { versions } from '../services/versions.js';
import { addConnectionOptions, addLogOptions, gather, wholeNumber } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import { addInspectOptions } from './inspection.js';
import type { CliIo } from './io.js';
import { wantsColor } from './io.js';
import { addInspect } from './program-inspect.js';
import type { ListArguments } from './list.js';
import { addExport } from './program-export.js';
import { addImport } from './program-import.js';
import { addPort } from './program-port.js';
import { addProxy } from './program-proxy.js';
import { addReplay } from './program-replay.js';
import { addVerify } from './program-verify.js';
import type { RunArguments } from './run-sockets.js';
import type { SimulateArguments } from './simulate.js';
import type { Terminal } from './terminal.js';

/** Takes the exit code of the command that ran. */
type Conclude = (exitCode: ExitCode) => void;

type AddCommand = (program: Command, io: CliIo, terminal: Terminal, conclude: Conclude) => void;

/**
 * The commands and their options. What a command needs is loaded when it runs: a login need not wait for the
 * simulator, nor the simulator for the lists.
 */
export function makeProgram(io: CliIo, terminal: Terminal, conclude: Conclude): Command {
  const program = new Command('pbx-automata')
    .description('Logs in to an innovaphone PBX and its App Services with state machines that run at once.')
    .version(versionText(), '-V, --version', 'show the versions of this program, XState and Node.js')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    // That an option may be left out need not be said for lists only.
    .configureHelp({
      optionDescription: (option) => new Help().optionDescription(option).replace(' (default: [])', ''),
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'Error: '));
      },
      getOutHasColors: () => wantsColor(io.stdout, io.env),
      getErrHasColors: () => wantsColor(io.stderr, io.env),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .addHelpText('after', programExamples);
  for (const [heading, additions] of Object.entries(commandGroups)) {
    program.commandsGroup(heading);
    for (const add of additions) add(program, io, terminal, conclude);
  }
  program.commandsGroup('Help:').helpCommand('help [command]', 'Show help for a command.');
  for (const command of program.commands) {
    command.showHelpAfterError(`See: pbx-automata ${command.name()} --help`).allowExcessArguments(false);
  }
  return program.showHelpAfterError('See: pbx-automata --help');
}

const commandGroups: Readonly<Record<string, readonly AddCommand[]>> = {
  'Log in and work:': [addList, addRun],
  'See what happened:': [addInspect, addReplay, addExport],
  'Record and play:': [addSimulate, addProxy, addImport],
  'Move from PHP:': [addPort, addVerify],
};

function versionText(): string {
  return Object.entries(versions())
    .map(([name, version]) => `${name} ${version}`)
    .join('\n');
}

const programExamples = `
Examples:
  pbx-automata list                              devices and users of the embedded simulator
  pbx-automata list --inspect                    the same, shown step by step in your browser
  pbx-automata list --pbx pbx.example.com --user alice --trace login.jsonl
  pbx-automata inspect login.jsonl               what happened, and why it failed
  pbx-automata proxy --pbx pbx.example.com --inspect
                                                 what any other client says to a PBX
  pbx-automata simulate                          a PBX for other programs, until Ctrl-C

Environment: PBX_URL, PBX_USER, PBX_PASSWORD, PBX_APP_PASSWORD; PBX_INSPECT=1; DEBUG=pbx:smsg; NO_COLOR.
Exit codes: 0 done, 1 login or list failed, 2 usage, 3 connection, 4 timeout, 130 interrupted.`;

function addList(program: Command, io: CliIo, terminal: Terminal, conclude: Conclude): void {
  const command = addConnectionOptions(
    program
      .command('list')
      .description('Log in as a user and list devices and users.')
      .option('--devices', 'list the devices only')
      .option('--users', 'list the users only')
      .addOption(new Option('--json', 'print one JSON object, members untouched').conflicts('csv'))
      .option('--csv', 'print one CSV table per list')
      .option(
        '--app <LIST=SERVICE>',
        'another App Service than innovaphone-devices or innovaphone-users, named like the end of its URL (repeatable)',
        gather,
        [],
      ),
  );
  addInspectOptions(command)
    .addHelpText('after', listExamples)
    .action(async (args: ListArguments) => {
      const { list } = await import('./list.js');
      conclude(await list(args, io, terminal));
    });
}

const listExamples = `
Examples:
  pbx-automata list                              with the embedded simulator
  pbx-automata list --pbx pbx.example.com --user alice --json > lists.json
  pbx-automata list --devices --csv --app devices=sample.dom/devices/innovaphone-devices
  pbx-automata list --hold                       on a page, before the first message
  pbx-automata list --pbx wss://192.0.2.1/PBX0/APPCLIENT/130000/websocket --user alice --pin FINGERPRINT

Results go to standard output, everything else to standard error.`;

function addRun(program: Command, io: CliIo, terminal: Terminal, conclude: Conclude): void {
  const command = addConnectionOptions(
    program
      .command('run')
      .description('Log in and run the automatons that a file of yours exports.')
      .argument('<FILE>', 'TypeScript or JavaScript: export default machine')
      .option(
        '--app <SERVICE>',
        'App Service to log in to; the first is for automatons that name none (repeatable)',
        gather,
        [],
      )
      .option(
        '--as-app <NAME>',
        'log in as this App object, with its password (PBX_APP_PASSWORD, or asked for)',
      )
      .option('--json', 'print the outputs as one JSON object, by nickname'),
  );
  addInspectOptions(command)
    .addHelpText('after', runExamples)
    .action(async (file: string, args: RunArguments) => {
      const { run } = await import('./run.js');
      conclude(await run(file, args, io, terminal));
    });
}

const runExamples = `
Examples:
  pbx-automata run my-automaton.ts --app devices     with the embedded simulator
  pbx-automata run my-automatons.ts --pbx pbx.example.com --user alice --json
  pbx-automata run stun.ts --pbx pbx.example.com --as-app pbxadminapi

The file ends with "export default machine;" or "export default defineAutomatons({ machine, app: 'devices' }, …);".`;

function addSimulate(program: Command, io: CliIo, terminal: Terminal, conclude: Conclude): void {
  const command = addLogOptions(
    program
      .command('simulate')
      .description('Play a PBX with Devices and Users until stopped.')
      .option('--port <N>', 'port; 0: any that is free', wholeNumber(0, 65_535), 0)
      .option('--listen <ADDRESS>', 'address; other machines reach only one you give', '127.0.0.1')
      .option('--scenario <NAME|FILE>', 'what is played: a name, or a JSON file', 'default')
      .option('--list-scenarios', 'show the names there are')
      .option('--tls', 'serve TLS with a certificate made for this run')
      .option('--ca-out <FILE>', 'write that certificate, for list --ca FILE')
      .option('--seed <SEED>', 'the same challenges, sessions and digests every time')
      .option('--trace <FILE>', 'record what clients send and get; read it with: pbx-automata replay FILE')
      .option('--json', 'print one JSON line with addresses and passwords'),
  );
  addInspectOptions(command, false)
    .addHelpText('after', simulateExamples)
    .action(async (args: SimulateArguments) => {
      const { simulate } = await import('./simulate.js');
      conclude(await simulate(args, io, terminal));
    });
}

const simulateExamples = `
Examples:
  pbx-automata simulate --port 8080
  pbx-automata simulate --tls --ca-out ca.pem
  pbx-automata simulate --scenario wrong-app-password --inspect
  pbx-automata simulate --scenario two-factor --seed 1 --json`;
