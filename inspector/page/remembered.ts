/** What the browser keeps for the next visit: settings and names, nothing that was recorded. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off: the setting holds until the page is closed.
  }
}

export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

const recentKey = 'pbx-automata recent';
const recentLimit = 8;

/** Names of what was opened lately, the newest first. */
export function recentNames(): readonly string[] {
  try {
    const names: unknown = JSON.parse(remembered(recentKey) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberName(name: string): void {
  const names = [name, ...recentNames().filter((other) => other !== name)].slice(0, recentLimit);
  remember(recentKey, JSON.stringify(names));
}
