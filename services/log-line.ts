import type { Clock } from '../runtime/clock.js';

/** Stamps log lines with date and time, seconds since the line before, and seconds since the first. */
export class LineStamp {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #startedNow: number;
  #first: number | undefined;
  #last = 0;

  /** @param startedAt the date at this moment, in milliseconds since 1970 with fractions */
  constructor(clock: Clock, startedAt: number) {
    this.#clock = clock;
    this.#startedAt = startedAt;
    this.#startedNow = clock.now();
  }

  /** For example `20.11.2026 17:40:18.7245 0.000 0000.000`, in local time. */
  next(): string {
    const now = this.#clock.now();
    this.#first ??= now;
    const sinceLast = seconds(this.#first === now ? 0 : now - this.#last);
    this.#last = now;
    const sinceFirst = seconds(now - this.#first).padStart(8, '0');
    return `${dateAndTime(this.#startedAt + now - this.#startedNow)} ${sinceLast} ${sinceFirst}`;
  }
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}

function dateAndTime(sinceEpochMs: number): string {
  const date = new Date(sinceEpochMs);
  const day = [two(date.getDate()), two(date.getMonth() + 1), date.getFullYear()].join('.');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  const fraction = Math.floor((sinceEpochMs - Math.floor(sinceEpochMs / 1000) * 1000) * 10);
  return `${day} ${time}.${String(fraction).padStart(4, '0')}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Shows control characters as codes: a peer's text must not steer the reader's terminal. Line ends stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
