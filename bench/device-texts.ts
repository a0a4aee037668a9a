/** The texts of a device list as the Devices service sends it. */
export function deviceTexts(count: number, chunkSize: number): string[] {
  const texts: string[] = [];
  for (let sent = 0; sent < count; sent += chunkSize) {
    const devices = Array.from({ length: chunkSize }, (_, at) => ({
      id: sent + at + 1,
      hwId: `009033${(sent + at).toString(16).padStart(6, '0')}`,
      name: `device ${sent + at + 1}`,
      domainId: 1,
      product: 'IP232',
      version: '13r1 dvl [13.1102/125119/501]',
      type: 'PHONE',
      pbxActive: false,
      online: true,
    }));
    texts.push(
      JSON.stringify({ mt: 'GetDevicesResult', devices, ...(sent + chunkSize >= count && { last: true }) }),
    );
  }
  return texts;
}
