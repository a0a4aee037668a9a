const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Where to go to attach, or what is wrong with the address. Only this machine's addresses are taken. */
export function attachAddress(text: string): { readonly url?: string; readonly problem?: string } {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return { problem: 'Paste the whole address, from http:// to the end.' };
  if (!loopback.has(url.hostname))
    return { problem: 'The address is not on this machine; a program is only attached to where it runs.' };
  if (!url.hash.includes('t='))
    return { problem: 'The end of the address is missing: after # stands the token that lets you in.' };
  return { url: url.href };
}
