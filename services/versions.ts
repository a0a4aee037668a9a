import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Versions of this package, of XState and of Node, for traces and `--version`. */
export function versions(): Record<string, string> {
  return {
    'pbx-automata': versionOf('pbx-automata/package.json'),
    xstate: versionOf('xstate/package.json'),
    node: process.version,
  };
}

function versionOf(manifest: string): string {
  const { version } = require(manifest) as { readonly version: string };
  return version;
}
