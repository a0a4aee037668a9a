/** What decides whether a browser is opened. */
export interface BrowserSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Whether a person sits at a terminal and sees what the program says. */
  readonly isTerminal: boolean;
}

/**
 * Whether there is a browser for a person to look into: at a terminal, not on a build server, not over SSH, on Linux
 * with a desktop, and not switched off by `PBX_INSPECT_OPEN=0`.
 */
export function hasBrowser({ environment, platform, isTerminal }: BrowserSurroundings): boolean {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (['0', 'no', 'off', 'false'].includes(environment['PBX_INSPECT_OPEN'] ?? '')) return false;
  if (!isTerminal || isSet('CI') || isSet('SSH_CONNECTION')) return false;
  return platform === 'win32' || platform === 'darwin' || isSet('DISPLAY') || isSet('WAYLAND_DISPLAY');
}

/** Opens the address in the user's browser. That it cannot be opened is no error: the address is printed as well. */
export async function openBrowser(url: string): Promise<void> {
  try {
    const { default: open } = await import('open');
    const browser = await open(url);
    browser.on('error', () => undefined);
    browser.unref();
  } catch {
    // The person has the address.
  }
}
