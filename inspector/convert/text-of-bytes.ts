/**
 * The text in a file of whatever encoding: UTF-8, UTF-16 with its mark (as PowerShell redirects output), and, for
 * each line that is not UTF-8, Windows-1252, which contains ISO-8859-1: programs write in one, the PBX in the other.
 */
export function textOfBytes(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const whole = utf8(bytes);
  if (whole !== undefined) return whole;
  const lines: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end === -1 ? bytes.length : end + 1);
    lines.push(utf8(line) ?? new TextDecoder('windows-1252').decode(line));
    start += line.length;
  }
  return lines.join('');
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
