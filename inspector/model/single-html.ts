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

/** Nothing is fetched from anywhere; the script and the styles are the file's own. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

/** One HTML file with page and records, which opens from disk without network. Whatever a peer sent stays data. */
export function singleHtml({ script, style, title, records, layouts }: SinglePageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style id="page-style">${style.replace(/<\/style/gi, '<\\/style')}</style>
</head>
<body>
<div id="app"></div>
<noscript>This page shows a recording with JavaScript; allow it for this file.</noscript>
<script type="application/json" id="trace-records">
${records.map(jsonForHtml).join('\n')}
</script>
<script type="application/json" id="trace-layouts">${jsonForHtml(layouts)}</script>
<script id="page-script">${scriptForHtml(script)}</script>
</body>
</html>
`;
}

/** JSON without the characters that could end its element. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** In a script, `<` before these words stands in texts and patterns only, where a backslash changes nothing. */
function scriptForHtml(script: string): string {
  return script.replace(/<(?=\/script|script)/gi, '\\x3c').replaceAll('<!--', '\\x3c!--');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
