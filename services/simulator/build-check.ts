/**
 * The address that a page should have so that its build number is the current one; undefined when it has it, or
 * when the text is no URL. Source: docs/protocol.md, "CheckBuild".
 */
export function correctedUrl(pageUrl: string, build: string): string | undefined {
  const parts = /^([^?#]*)\/([^/?#]*)((?:[?#].*)?)$/s.exec(pageUrl);
  if (parts === null) return undefined;
  const [, folder = '', file = '', rest = ''] = parts;
  const lastFolder = folder.slice(folder.lastIndexOf('/') + 1);
  if (lastFolder === build) return undefined;
  const base = /^[0-9A-Fa-f]+$/.test(lastFolder) ? folder.slice(0, folder.lastIndexOf('/')) : folder;
  return `${base}/${build}/${file}${rest}`;
}
