import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { inspect } from 'node:util';
import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { messageCatalogue } from '../../protocol/messages/catalogue.js';
import { originsOf } from '../../runtime/automaton.js';
import { decodeMessage } from '../../runtime/message.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { Origin } from '../../runtime/events.js';
import { acceptedMessages, isReserved } from '../../runtime/state-path.js';
import {
  hostileNames,
  inPhase,
  origins,
  posts,
  runtimeMessages,
  samples,
  secrets,
  tables,
} from './state-tables.js';
import type { TableSpec } from './state-tables.js';

const names = [
  ...new Set([...messageCatalogue.map(({ mt }) => mt), ...posts, ...runtimeMessages, ...hostileNames]),
];

/** Every message there is, in its variants, by a name for the table. */
const messages: readonly (readonly [string, AnyMessage])[] = names.flatMap((mt) =>
  Object.entries(samples[mt] ?? { '': { mt } }).map(
    ([variant, sample]) => [variant === '' ? mt : `${mt} ${variant}`, sample] as const,
  ),
);

/** Rule 7: which deliveries reach the machine at all. */
function isLetThrough(spec: TableSpec, mt: string, origin: Origin): boolean {
  if (isReserved(mt)) return false;
  if (runtimeMessages.includes(mt) || origin === 'runtime') {
    return runtimeMessages.includes(mt) && origin === 'runtime';
  }
  return originsOf(spec.machine)?.get(mt)?.has(origin) === true;
}

type Row = Record<string, string>;

/** What a phase does with each message that it does not discard: where it goes and what it does. */
function rowOf(spec: TableSpec, phase: string): Row {
  const row: Row = {};
  for (const [name, sample] of messages) {
    for (const origin of origins) {
      if (!isLetThrough(spec, sample.mt, origin)) continue;
      const automaton = inPhase(spec, phase);
      const before = automaton.snapshot as AnyMachineSnapshot;
      if (origin === 'wire') automaton.wire(sample);
      else if (origin === 'post') automaton.post(sample, 'A');
      else automaton.runtime(sample);
      if (phase === 'Dead' || automaton.acts.includes('discard')) {
        expect(automaton.acts.filter((act) => act !== 'discard')).to.deep.equal([]);
        expect(automaton.at).to.equal(phase);
        expect((automaton.snapshot as AnyMachineSnapshot).context).to.equal(before.context);
        continue;
      }
      const end = (automaton.output as { error?: { code: string } } | undefined)?.error?.code ?? 'ok';
      const where =
        automaton.at === 'Dead' ? `Dead (${end})` : automaton.at === phase ? 'stays' : automaton.at;
      row[`${origin} ${name}`] = [where, ...automaton.acts].join('; ');
    }
  }
  return row;
}

/** Paths of the phases in which an automaton can rest, from its definition. */
function restingPhases(node: AnyStateNode): string[] {
  const children = Object.values(node.states);
  if (children.length > 0) return children.flatMap((child) => restingPhases(child));
  const isPassing = (node.always?.length ?? 0) > 0 && node.ownEvents.length === 0;
  const isEnd = node.type === 'final' && node.path.length > 1;
  return isPassing || isEnd ? [] : [node.path.join('.')];
}

for (const spec of tables) {
  const { id } = spec.machine;
  const file = new URL(`../fixtures/state-tables/${id}.json`, import.meta.url);

  describe(`${id}: every phase and every message`, () => {
    const phases = Object.keys(spec.phases);

    it('has a row for each phase in which it can rest', () => {
      expect(phases).to.have.members(restingPhases(spec.machine.root as AnyStateNode));
    });

    it('does what the checked-in table says; everything else is discarded', () => {
      const table = Object.fromEntries(phases.map((phase) => [phase, rowOf(spec, phase)]));
      if (process.env['UPDATE_STATE_TABLES'] !== undefined) {
        writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);
      }
      expect(existsSync(file), 'write it with UPDATE_STATE_TABLES=1').to.equal(true);
      expect(table).to.deep.equal(JSON.parse(readFileSync(file, 'utf8')));
    });

    for (const phase of phases) {
      it(`says in ${phase} what it accepts`, () => {
        const { snapshot } = inPhase(spec, phase);
        const done = Object.keys(rowOf(spec, phase)).map((name) => name.split(' ')[1]);
        const accepted = phase === 'Dead' ? [] : acceptedMessages(snapshot as AnyMachineSnapshot);
        expect([...new Set(done)].sort()).to.deep.equal(accepted);
      });

      it(`takes in ${phase} whatever members a message has, and shows no secret`, () => {
        expectRobust(spec, phase);
      });
    }
  });
}

/** Members that some automaton looks at, and names that mean something to JavaScript. */
const memberName = fc.constantFrom(
  ...['error', 'errorText', 'info', 'digest', 'app', 'apps', 'challenge', 'domain', 'type', 'method', 'code'],
  ...[
    'src',
    'ok',
    'devices',
    'last',
    'numUsers',
    'id',
    'username',
    'results',
    'user',
    'session',
    'usr',
    'pwd',
  ],
  ...[
    'name',
    'url',
    'website',
    'UpdateAppsMsg',
    'sip',
    'unlicensed',
    'salt',
    'key',
    'reason',
    'from',
    'origin',
  ],
  ...['toString', 'valueOf', 'toJSON', 'digits', 'text', 'length', 'then', 'msg', 'kind', 'message'],
);
const { value: jsonValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, '', 5, 2, '5', 'true', 'innovaphone-devices', 1e21, -1),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(memberName, tie('value'), { maxKeys: 4 }),
  ),
}));

function expectRobust(spec: TableSpec, phase: string): void {
  const declared = names.flatMap((mt) =>
    origins
      .filter((origin) => origin !== 'runtime' && isLetThrough(spec, mt, origin))
      .map((origin) => ({ mt, origin })),
  );
  const delivery = fc.record({
    at: fc.constantFrom(...declared),
    members: fc.dictionary(memberName, jsonValue, { maxKeys: 6 }),
  });
  const property = fc.property(
    fc.array(delivery, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
    (deliveries, isTrusting) => {
      const automaton = inPhase(spec, phase, isTrusting ? spec.trustingInput : spec.input);
      for (const { at, members } of deliveries) {
        const text = JSON.stringify({ ...(samples[at.mt]?.[''] ?? {}), ...members, mt: at.mt });
        const decoded = decodeMessage(text);
        if (!decoded.ok) continue;
        if (at.origin === 'wire') automaton.wire(text);
        else automaton.post(decoded.msg, 'A');
        const shown = [
          automaton.effects,
          automaton.output,
          (automaton.snapshot as AnyMachineSnapshot).context,
        ];
        const texts = [inspect(shown, { depth: 20, showHidden: true }), JSON.stringify(shown)];
        for (const secret of Object.values(secrets))
          for (const one of texts) expect(one).to.not.include(secret);
      }
    },
  );
  fc.assert(property, { numRuns: 60 });
}
