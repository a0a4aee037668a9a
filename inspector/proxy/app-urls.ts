import type { AnyMessage } from '../../runtime/message.js';
import { stringPlaces } from './json-strings.js';

/**
 * Where the messages that list apps and services have URLs. Source: docs/protocol.md, "App list"; ServicesInfo is
 * its counterpart in the API Services of the PBX.
 */
const urlPaths: Readonly<Record<string, RegExp>> = {
  UpdateApps: /^apps\/\d+\/url$/,
  UpdateAppsInfo: /^app\/url$/,
  ServicesInfo: /^services\/\d+\/url$/,
};

/** Whether the message lists apps. */
export function listsApps(message: AnyMessage): boolean {
  return Object.hasOwn(urlPaths, message.mt);
}

/**
 * The text of a message with the URLs of apps replaced; every other byte stays as it is. No digest covers these
 * URLs: that of LoginResult is over `info` of LoginResult, that of AppLogin over `info` of AppGetLoginResult.
 * @param replace undefined: this URL stays
 */
export function replaceAppUrls(
  text: string,
  message: AnyMessage,
  replace: (url: string) => string | undefined,
): string {
  const paths = Object.hasOwn(urlPaths, message.mt) ? urlPaths[message.mt] : undefined;
  if (paths === undefined) return text;
  let replaced = '';
  let done = 0;
  for (const { start, end } of stringPlaces(text, (path) => paths.test(path.join('/')))) {
    const written = text.slice(start, end);
    const url = replace(JSON.parse(written) as string);
    if (url === undefined) continue;
    replaced += text.slice(done, start) + writtenLike(written, url);
    done = end;
  }
  return replaced + text.slice(done);
}

/** Some peers escape slashes; the new URL is written as the old one was. */
function writtenLike(written: string, url: string): string {
  const plain = JSON.stringify(url);
  return written.includes('\\/') ? plain.replaceAll('/', '\\/') : plain;
}
