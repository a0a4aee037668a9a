/** What `PBX_INSPECT` asks for. */
export interface InspectionWish {
  /** The page may hold, step and send. */
  readonly control: boolean;
  /** Runs wait before their first act until the page lets them go. */
  readonly hold: boolean;
}

/**
 * Reads `PBX_INSPECT`: `1` to look, `control` to act as well, `hold` to hold from the start; empty, `0`, `no`,
 * `off` and `false` ask for nothing.
 */
export function inspectionWish(
  environment: Readonly<Record<string, string | undefined>>,
): InspectionWish | undefined {
  const wish = environment['PBX_INSPECT']?.trim().toLowerCase() ?? '';
  if (['', '0', 'no', 'off', 'false'].includes(wish)) return undefined;
  return { control: wish === 'control' || wish === 'hold', hold: wish === 'hold' };
}
