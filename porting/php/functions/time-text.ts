import { fieldsOf, instantOf, type Clock } from './calendar.js';

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const dayNames = 'sun mon tue wed thu fri sat'.split(' ');

type Change = (state: State, match: RegExpExecArray) => void;

interface State {
  clock: Clock;
  zone: string;
  offset: number | undefined;
  timestamp: number | undefined;
}

const midnight = { hour: 0, minute: 0, second: 0 };

function setDate(state: State, year: string | number, month: string | number, day: string | number): void {
  state.clock = { ...state.clock, year: Number(year), month: Number(month), day: Number(day) };
}

function setClock(state: State, hour: number, minute: string | undefined, second: string | undefined): void {
  state.clock = { ...state.clock, hour, minute: Number(minute ?? 0), second: Number(second ?? 0) };
}

function monthOf(name: string | undefined): number {
  return monthNames.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function shift(state: State, amount: number, unit: string): void {
  const key = unit.toLowerCase();
  const { clock } = state;
  if (key.startsWith('sec')) state.clock = { ...clock, second: clock.second + amount };
  else if (key.startsWith('min')) state.clock = { ...clock, minute: clock.minute + amount };
  else if (key.startsWith('hour')) state.clock = { ...clock, hour: clock.hour + amount };
  else if (key.startsWith('week')) state.clock = { ...clock, day: clock.day + amount * 7 };
  else if (key.startsWith('fortnight')) state.clock = { ...clock, day: clock.day + amount * 14 };
  else if (key.startsWith('day')) state.clock = { ...clock, day: clock.day + amount };
  else if (key.startsWith('mon')) state.clock = { ...clock, month: clock.month + amount };
  else state.clock = { ...clock, year: clock.year + amount };
}

const amounts: Readonly<Record<string, number>> = { next: 1, last: -1, previous: -1, this: 0 };
const units = '(sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|fortnights?|months?|years?)';

const forms: readonly (readonly [RegExp, Change])[] = [
  [/^@(-?\d+)/, (state, [, seconds]) => void (state.timestamp = Number(seconds))],
  [
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?=[T\s]|$)T?/,
    (state, [, year = '', month = '', day = '']) => {
      setDate(state, year, month, day);
    },
  ],
  [
    /^(\d{1,2})[./-](\d{1,2})[.-](\d{4})/,
    (state, [, day = '', month = '', year = '']) => {
      setDate(state, year, month, day);
    },
  ],
  [
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})/,
    (state, [, year = '', month = '', day = '']) => {
      setDate(state, year, month, day);
    },
  ],
  [
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})/,
    (state, [, month = '', day = '', year = '']) => {
      setDate(state, year, month, day);
    },
  ],
  [
    /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2}))?(?!\d)/,
    (state, [, year = '', month = '', day = '', hour, minute, second]) => {
      setDate(state, year, month, day);
      if (hour !== undefined) setClock(state, Number(hour), minute, second);
    },
  ],
  [
    /^(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s,-]+(\d{4})/i,
    (state, [, day = '', month, year = '']) => {
      setDate(state, year, monthOf(month), day);
    },
  ],
  [
    /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})/i,
    (state, [, month, day = '', year = '']) => {
      setDate(state, year, monthOf(month), day);
    },
  ],
  [
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]m)?/i,
    (state, [, hour, minute, second, half]) => {
      const twelve = Number(hour) % 12;
      setClock(
        state,
        half === undefined ? Number(hour) : twelve + (half.toLowerCase() === 'pm' ? 12 : 0),
        minute,
        second,
      );
    },
  ],
  [
    /^(\d{1,2})\s*([ap]m)/i,
    (state, [, hour, half = '']) => {
      setClock(state, (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0), '0', '0');
    },
  ],
  [
    /^([+-])(\d{2}):?(\d{2})(?!\d)/,
    (state, [, sign, hours, minutes]) => {
      const seconds = Number(hours) * 3600 + Number(minutes) * 60;
      state.offset = sign === '-' ? -seconds : seconds;
    },
  ],
  [/^(?:Z|UTC|GMT)\b/i, (state) => void (state.offset = 0)],
  [
    new RegExp(`^([+-]?)\\s*(\\d+)\\s*${units}(\\s+ago)?\\b`, 'i'),
    (state, [, sign, amount, unit = '', ago]) => {
      const isBack = (sign === '-') !== (ago !== undefined);
      shift(state, isBack ? -Number(amount) : Number(amount), unit);
    },
  ],
  [
    new RegExp(`^(next|last|previous|this)\\s+${units}\\b`, 'i'),
    (state, [, which = '', unit = '']) => {
      shift(state, amounts[which.toLowerCase()] ?? 0, unit);
    },
  ],
  [
    /^(next|last)?\s*(sun|mon|tue|wed|thu|fri|sat)[a-z]*\b/i,
    (state, [, which, name = '']) => {
      const today = new Date(Date.UTC(state.clock.year, state.clock.month - 1, state.clock.day)).getUTCDay();
      const ahead = (dayNames.indexOf(name.toLowerCase()) - today + 7) % 7;
      const kind = which?.toLowerCase();
      const days =
        kind === 'last' ? (ahead === 0 ? -7 : ahead - 7) : kind === 'next' && ahead === 0 ? 7 : ahead;
      state.clock = { ...state.clock, ...midnight, day: state.clock.day + days };
    },
  ],
  [/^now\b/i, () => undefined],
  [/^(?:today|midnight)\b/i, (state) => void (state.clock = { ...state.clock, ...midnight })],
  [/^noon\b/i, (state) => void (state.clock = { ...state.clock, ...midnight, hour: 12 })],
  [/^tomorrow\b/i, (state) => void (state.clock = { ...state.clock, ...midnight, day: state.clock.day + 1 })],
  [
    /^yesterday\b/i,
    (state) => void (state.clock = { ...state.clock, ...midnight, day: state.clock.day - 1 }),
  ],
  [/^first day of\b/i, (state) => void (state.clock = { ...state.clock, day: 1 })],
  [/^[,\s]+/, () => undefined],
];

/** Seconds since 1970 for a text, or undefined when it is not understood. */
export function parseTime(text: string, base: number, zone: string): number | undefined {
  let rest = text.trim();
  if (rest === '') return undefined;
  const now = fieldsOf(base, zone);
  // A date without a time is its midnight; a time or a difference alone is of the base.
  const hasDate = /\d[-/.]\d|^\d{8}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i.test(
    rest,
  );
  const clock = {
    year: now.year,
    month: now.month,
    day: now.day,
    hour: now.hour,
    minute: now.minute,
    second: now.second,
  };
  const state: State = {
    clock: hasDate ? { ...clock, ...midnight } : clock,
    zone,
    offset: undefined,
    timestamp: undefined,
  };
  while (rest !== '') {
    const length = step(state, rest);
    if (length === 0) return undefined;
    rest = rest.slice(length);
  }
  if (state.timestamp !== undefined) return state.timestamp;
  return state.offset === undefined
    ? instantOf(state.clock, zone)
    : instantOf(state.clock, 'UTC') - state.offset;
}

function step(state: State, rest: string): number {
  for (const [form, change] of forms) {
    const match = form.exec(rest);
    if (match === null) continue;
    change(state, match);
    return match[0].length;
  }
  return 0;
}
