/**
 * A lane's name without what all names of its kind begin with, for where there is little room: `DEVICES A` and
 * `DEVICES WS` for `INNOVAPHONE-DEVICES--A` and its socket. The letters stay as they are, so that both are seen to be one thing.
 */
export function laneLabel(name: string): string {
  const label = name
    .replace(/^INNOVAPHONE-/, '')
    .replace('--', ' ')
    .trim();
  return label === '' ? name : label;
}
