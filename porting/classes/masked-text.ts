import { traceRedactor } from '../../services/redaction.js';

/** Longest text that is kept whole: what a program writes may be a `print_r` of many lines. */
export const keptCharacters = 2 ** 20;

const redactor = traceRedactor({ limits: { characters: keptCharacters } });

/** `[pwd] => abc` of `print_r`, `["pwd":protected]=> string(3) "abc"` of `var_dump`. */
const printed =
  /(\["?([\w-]{1,40})"?(?::[^\]\n]{1,100})?\]\s{0,9}=>\s{0,99}(?:string\(\d{1,9}\) ")?)([^\s"][^\n"]*)/g;

/** `'pwd' => 'abc'` of `var_export`, and of programs. */
const exported = /('([\w-]{1,40})'\s{0,9}=>\s{0,9}')((?:[^'\\]|\\.)+)/g;

/**
 * A line that a program writes to its log, secrets in it masked: `pwd=…`, members of JSON, and of what PHP prints of
 * arrays and objects.
 */
export function maskedText(text: string): string {
  const plain = redactor.text(text);
  return plain.includes('=>') ? plain.replace(printed, maskedMember).replace(exported, maskedMember) : plain;
}

function maskedMember(_all: string, start: string, name: string, value: string): string {
  const isOpening = /^(?:Array|[\w\\]+ Object)$/.test(value);
  if (isOpening) return `${start}${value}`;
  const { [name]: masked } = redactor.value({ [name]: value }).value as Readonly<Record<string, unknown>>;
  return `${start}${String(masked)}`;
}
