import { homedir } from 'node:os';
import type { PlatformPath } from 'node:path';
import { posix, win32 } from 'node:path';

/** Where a program runs, as far as the place of its state depends on it. */
export interface StateFolderPlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * The folder in which this package keeps its state for the present user: `$XDG_STATE_HOME/pbx-automata`, else the
 * platform's own place: `~/.local/state`, `~/Library/Application Support`, `%LOCALAPPDATA%`. It may not exist yet.
 */
export function stateFolder(
  place: StateFolderPlace = { environment: process.env, platform: process.platform, home: homedir() },
): string {
  return pathsOf(place.platform).join(stateHome(place), 'pbx-automata');
}

function stateHome({ environment, platform, home }: StateFolderPlace): string {
  const paths = pathsOf(platform);
  const { XDG_STATE_HOME: xdg, LOCALAPPDATA: local } = environment;
  // A relative path is to be ignored (XDG base directory specification).
  if (xdg !== undefined && paths.isAbsolute(xdg)) return xdg;
  if (platform === 'win32')
    return local !== undefined && paths.isAbsolute(local) ? local : paths.join(home, 'AppData', 'Local');
  return platform === 'darwin'
    ? paths.join(home, 'Library', 'Application Support')
    : paths.join(home, '.local', 'state');
}

function pathsOf(platform: NodeJS.Platform): PlatformPath {
  return platform === 'win32' ? win32 : posix;
}
