/** Lays out TypeScript as people are used to; loads prettier at the first call. */
export async function formatted(code: string, path: string): Promise<string> {
  const { format } = await import('prettier');
  return format(code, { parser: 'typescript', filepath: path, printWidth: 110, singleQuote: true });
}
