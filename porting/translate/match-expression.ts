import type { Expression, Match } from './ast.js';
import { atLeast, call, level, quote, type Code } from './code.js';
import { identity } from './comparisons.js';
import { copied } from './copies.js';
import { isPure } from './purity.js';
import { condition, php, textOf, typeIn, type Translating } from './translating.js';

/** `match`: with what it looks at, once. */
export function matchText(t: Translating, node: Match): Code {
  const isTrue = node.cond.kind === 'boolean' && node.cond.value;
  if (isTrue)
    return matchExpression(t, node, '', (test) => ({
      text: `${textOf(t, test, level.relation)} === true`,
      level: level.equality,
    }));
  if (isPure(node.cond)) return matchExpression(t, node, '', (test) => identity(t, node.cond, test));
  const value = atLeast(copied(t, node.cond), level.assignment);
  return matchExpression(t, node, value, (test) => php(t, 'identical', 'subject', textOf(t, test)));
}

/** `match`: conditions one after the other; the last branch throws if nothing fits. */
function matchExpression(
  t: Translating,
  node: Match,
  value: string,
  compare: (test: Expression) => Code,
): Code {
  const isTrue = node.cond.kind === 'boolean' && node.cond.value;
  let text = '';
  let fallback = `${t.unit.php('notPorted')}(${quote('match: no branch fits the value.')})`;
  for (const { conds, body } of node.arms) {
    const result = textOf(t, body, level.conditional);
    if (conds === null) fallback = result;
    else {
      const tests = conds.map((one) =>
        atLeast(isTrue && typeIn(t, one) === 'bool' ? condition(t, one) : compare(one), level.or),
      );
      text += `${tests.join(' || ')} ? ${result} : `;
    }
  }
  const whole: Code = { text: `${text}${fallback}`, level: text === '' ? level.call : level.conditional };
  if (value === '') return whole;
  if (/\bawait /.test(whole.text)) return t.todo(node, 'A call that waits in a match; write a switch.');
  return call(
    `((subject: ${t.unit.imports.type('pbx-automata/porting/php', 'PhpValue')}) => ${whole.text})`,
    value,
  );
}
