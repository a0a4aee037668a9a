import { Roster } from '../../runtime/run-automaton.js';

/** Counts how many automatons are looked at while `act` runs. */
export function looksDuring(act: () => void): number {
  const original = Object.getOwnPropertyDescriptor(Roster.prototype, 'at');
  if (original === undefined) throw new Error('Rosters are walked some other way now.');
  const at = original.value as Roster['at'];
  let looks = 0;
  Roster.prototype.at = function (this: Roster, position) {
    looks += 1;
    return at.call(this, position);
  };
  try {
    act();
  } finally {
    Object.defineProperty(Roster.prototype, 'at', original);
  }
  return looks;
}
