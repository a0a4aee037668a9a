import type { Screen } from './page-types.js';
import { screenNames } from './screen-names.js';

/** Where somebody looks, as the address's fragment says it. It never holds what was sent. */
export interface DeepLink {
  readonly seq?: number;
  readonly automaton?: string;
  readonly screen?: Screen;
  readonly query?: string;
}

/** Query words that name things of the protocol. Free text and `ctx:` may be a piece of a message, so they stay here. */
const wordOfNames = /^-?(?:(?:mt|lane|dir|state|kind|run|origin|has|gap|seq|t)[:<>=])\S*$/;

/** `#s=34&a=UserPBXLogin&v=flow&q=…`; the query is left out when it could hold part of a message. */
export function toFragment(link: DeepLink): string {
  const parts = new URLSearchParams();
  if (link.seq !== undefined && link.seq > 0) parts.set('s', String(link.seq));
  if (link.automaton !== undefined) parts.set('a', link.automaton);
  if (link.screen !== undefined && link.screen !== 'flow') parts.set('v', link.screen);
  if (link.query !== undefined && link.query !== '' && isShareable(link.query)) parts.set('q', link.query);
  const text = parts.toString();
  return text === '' ? '' : `#${text}`;
}

export function fromFragment(fragment: string): DeepLink {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  const seq = Number(parts.get('s'));
  const automaton = parts.get('a');
  const screen = screenNames.find((name) => name === parts.get('v'));
  const query = parts.get('q');
  return {
    ...(Number.isInteger(seq) && seq > 0 ? { seq } : {}),
    ...(automaton === null ? {} : { automaton }),
    ...(screen === undefined ? {} : { screen }),
    ...(query === null ? {} : { query }),
  };
}

/** Whether each word of the query only names types, lanes, states and numbers. */
export function isShareable(query: string): boolean {
  return query
    .trim()
    .split(/\s+/)
    .every((word) => wordOfNames.test(word));
}

/** The token that the process put into the address, and the fragment without it. */
export function takeToken(fragment: string): { readonly token: string | undefined; readonly rest: string } {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  const token = parts.get('t');
  if (token === null) return { token: undefined, rest: fragment };
  parts.delete('t');
  const text = parts.toString();
  return { token, rest: text === '' ? '' : `#${text}` };
}
