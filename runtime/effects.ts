import type { LogCategory } from './log.js';
import type { Message } from './message.js';

/** Something a person or program outside the run wants to know; the engine only passes it on. */
export interface Notice {
  readonly kind: string;
}

/** A notice whose members are not known to the compiler. */
export interface AnyNotice extends Notice {
  readonly [member: string]: unknown;
}

/**
 * Hears notices. Written as a method so that a listener may declare the notices it expects: which ones come is
 * up to the machines of the run.
 */
export type NoticeListener = { hear(notice: Notice, nickname: string): void }['hear'];

/**
 * What a machine wants done, as data: machines emit these, the dispatcher carries them out in order
 * (docs/semantics.md, rule 6).
 */
export type Effect<N extends Notice = Notice> =
  | { readonly type: 'send'; readonly message: Message }
  | { readonly type: 'post'; readonly message: Message; readonly to?: string | undefined }
  | { readonly type: 'connect'; readonly url: string }
  | { readonly type: 'close'; readonly code?: number | undefined; readonly reason?: string | undefined }
  | { readonly type: 'log'; readonly text: string; readonly category: LogCategory }
  | { readonly type: 'notify'; readonly notice: N }
  | { readonly type: 'discard' };
