import type { Command } from 'commander';
import { Option } from 'commander';
import { addLogOptions, gather, pbxOf } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import { addInspectOptions } from './inspection.js';
import type { CliIo } from './io.js';
import { listenAddress } from './listen-address.js';
import type { ProxyArguments } from './proxy.js';
import type { Terminal } from './terminal.js';

/** Adds `proxy`. */
export function addProxy(
  program: Command,
  io: CliIo,
  terminal: Terminal,
  conclude: (exitCode: ExitCode) => void,
): void {
  const command = addLogOptions(
    program
      .command('proxy')
      .description('Stand between any client and a PBX, pass everything on, and record it.')
      .option('--pbx <HOST|URL>', 'the PBX (or PBX_URL); without it the embedded simulator is started', pbxOf)
      .addOption(
        new Option(
          '--listen <[ADDRESS:]PORT>',
          'where clients connect; other machines reach only an address you give',
        )
          .argParser(listenAddress)
          .default({ address: '127.0.0.1', port: 0 }, '127.0.0.1, any port that is free'),
      )
      .option('--tls', 'serve TLS to the clients with a certificate made for this run')
      .option('--ca-out <FILE>', 'write that certificate, for clients to trust')
      .option('--ca <FILE>', 'trust the authorities in this PEM file instead of the built-in ones')
      .option('--pin <FINGERPRINT>', 'trust the one certificate with this SHA-256 (repeatable)', gather, [])
      .option('--insecure', 'take any certificate: whoever is on the way can read and change everything')
      .option('--trace <FILE>', 'record what passes; read it with: pbx-automata replay FILE')
      .option('--json', 'print one JSON line with the addresses'),
  );
  addInspectOptions(command, false)
    .addHelpText('after', proxyExamples)
    .action(async (args: ProxyArguments) => {
      const { proxy } = await import('./proxy.js');
      conclude(await proxy(args, io, terminal));
    });
}

const proxyExamples = `
Examples:
  pbx-automata proxy --pbx pbx.example.com --trace client.jsonl
  pbx-automata proxy --pbx pbx.example.com --listen 8443 --tls --ca-out proxy.pem
  pbx-automata proxy --inspect                   in front of the embedded simulator

Only the URLs of apps are changed, so that their connections come through the proxy, too: docs/proxy.md.`;
