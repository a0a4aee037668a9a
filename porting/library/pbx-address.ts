/** A PBX's host name with the scheme that is wanted; an address that has one keeps it. */
export function withScheme(pbx: string, useWS: boolean): string {
  return useWS && !pbx.includes('://') ? `ws://${pbx}` : pbx;
}
