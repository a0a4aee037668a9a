import type { Message } from '../classes/message.js';

/** How a connection ended, as an `EOF` says it. */
export function endOf(msg: Message): { code: number; reason: string; error?: Error | undefined } {
  const { code, reason, error } = msg as { code?: unknown; reason?: unknown; error?: unknown };
  return {
    code: typeof code === 'number' ? code : 1006,
    reason: typeof reason === 'string' ? reason : '',
    ...(error instanceof Error && { error }),
  };
}
