import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import type { AnyMessage } from '../../runtime/message.js';
import { acceptedMessages } from '../../runtime/state-path.js';
import { inPhase, isLetThrough, names, origins, samples, tables } from './state-tables.js';
import type { TableSpec } from './state-tables.js';

/** Every message there is, in its variants, by a name for the table. */
const messages: readonly (readonly [string, AnyMessage])[] = names.flatMap((mt) =>
  Object.entries(samples[mt] ?? { '': { mt } }).map(
    ([variant, sample]) => [variant === '' ? mt : `${mt} ${variant}`, sample] as const,
  ),
);

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
    }
  });
}
