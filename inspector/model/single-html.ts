import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { encode } from '../../runtime/exact-json.js';
import type { TraceRecord } from '../../runtime/trace-records.js';

/** What a one-file page is put together from. */
export interface SinglePageParts {
  /** The page's script in one piece, `single.js` of the build. */
  readonly script: string;
  /** Its styles, `single.css` of the build. */
  readonly style: string;
  readonly title: string;
  readonly records: readonly TraceRecord[];
  /** Layouts of the machines' charts by the hash of their definition: the layout engine is not in the file. */
  readonly layouts: Readonly<Record<string, object>>;
}

/** Nothing is fetched from anywhere; no other script and no other styles than the file's own, known by their hashes. */
function policyOf(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** A hash as a Content-Security-Policy names it. */
function hashOf(text: string): string {
  return `sha256-${btoa(String.fromCharCode(...sha256(utf8ToBytes(text))))}`;
}

/** One HTML file with page and records, which opens from disk without network. Whatever a peer sent stays data. */
export function singleHtml(parts: SinglePageParts): string {
  const { title, records, layouts } = parts;
  const script = scriptForHtml(parts.script);
  const style = oneLineEnd(parts.style).replace(/<\/style/gi, '<\\/style');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style id="page-style">${style}</style>
</head>
<body>
<div id="app"></div>
<noscript>This page shows a recording with JavaScript; allow it for this file.</noscript>
<script type="application/json" id="trace-records">
${records.map(jsonForHtml).join('\n')}
</script>
<script type="application/json" id="trace-layouts">${jsonForHtml(layouts)}</script>
<script id="page-script">${script}</script>
</body>
</html>
`;
}

/** JSON without the characters that could end its element. */
function jsonForHtml(value: unknown): string {
  return encode(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** In a script, `<` before these words stands in texts and patterns only, where a backslash changes nothing. */
function scriptForHtml(script: string): string {
  return oneLineEnd(script)
    .replace(/<(?=\/script|script)/gi, '\\x3c')
    .replaceAll('<!--', '\\x3c!--');
}

/** Browsers read other ends of lines as this one before they compute hashes. */
function oneLineEnd(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
