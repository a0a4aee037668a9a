/** Date and time of day. */
export interface Clock {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** An instant as a clock in a time zone shows it. */
export interface Fields extends Clock {
  readonly timestamp: number;
  /** From 0, Sunday. */
  readonly weekday: number;
  /** From 0. */
  readonly dayOfYear: number;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly isSummer: boolean;
  readonly zoneName: string;
  readonly abbreviation: string;
}

export function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Seconds east of UTC, at an instant. */
function offsetAt(timestamp: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    timestamp * 1000,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes = '0', seconds = '0'] = /([+-])(\d+)(?::(\d+))?(?::(\d+))?/.exec(name) ?? [];
  const total = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -total : total;
}

export function fieldsOf(timestamp: number, zone: string): Fields {
  const offset = offsetAt(timestamp, zone);
  const at = new Date((timestamp + offset) * 1000);
  const year = at.getUTCFullYear();
  const winter = Math.min(
    offsetAt(Date.UTC(year, 0, 1) / 1000, zone),
    offsetAt(Date.UTC(year, 6, 1) / 1000, zone),
  );
  return {
    timestamp,
    year,
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    weekday: at.getUTCDay(),
    dayOfYear: Math.floor(
      (Date.UTC(year, at.getUTCMonth(), at.getUTCDate()) - Date.UTC(year, 0, 1)) / 86_400_000,
    ),
    offset,
    isSummer: offset > winter,
    zoneName: zone,
    abbreviation: abbreviationOf(zone, offset, offset > winter),
  };
}

/** The abbreviations of Central Europe, where most PBX of this make stand; of other zones the difference to UTC. */
function abbreviationOf(zone: string, offset: number, isSummer: boolean): string {
  if (zone === 'UTC') return 'UTC';
  if (zone.startsWith('Europe/') && offset === (isSummer ? 7200 : 3600)) return isSummer ? 'CEST' : 'CET';
  const hours = String(Math.floor(Math.abs(offset) / 3600)).padStart(2, '0');
  const minutes = Math.floor(Math.abs(offset) / 60) % 60;
  return `${offset < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : String(minutes).padStart(2, '0')}`;
}

/** Seconds since 1970; parts beyond their limit carry on, as the 32nd of a month does. */
export function instantOf(clock: Clock, zone: string): number {
  const local =
    Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second) / 1000;
  const first = local - offsetAt(local, zone);
  // Around a change of the offset the first guess may be on its other side.
  return local - offsetAt(first, zone);
}
