import { homedir } from 'node:os';
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
  const { join } = place.platform === 'win32' ? win32 : posix;
  return join(stateHome(place), 'pbx-automata');
}

function stateHome({ environment, platform, home }: StateFolderPlace): string {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const { XDG_STATE_HOME: xdg, LOCALAPPDATA: local } = environment;
  // A relative path is to be ignored (XDG base directory specification).
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (platform === 'win32')
    return local !== undefined && isAbsolute(local) ? local : join(home, 'AppData', 'Local');
  return platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.local', 'state');
}
