import { expect } from 'chai';
import { ladderSvg } from '../../../inspector/charts/ladder-svg.js';
import { mermaidSequence } from '../../../inspector/charts/mermaid-sequence.js';
import { flowRow } from '../../../inspector/model/flow-row.js';
import { isShown, parseQuery } from '../../../inspector/model/query.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import { renderLadder } from '../../../cli/ladder.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { ClientTalk } from './client-talk.js';
import { play } from './diagnosis/play.js';

/** Arrows as `from → to`, by the lanes' names; a cross where nobody took it. */
function arrows(document: TraceDocument): string[] {
  const name = (lane: number | undefined): string => document.lanes[lane ?? -1]?.name ?? '?';
  return document.records
    .filter(({ kind }) => kind === 'message')
    .flatMap((record) => {
      const { from, to, label } = flowRow(document, record);
      return to.map(
        ({ lane, outcome }) => `${label}: ${name(from)} ${outcome === 'handled' ? '→' : '✗'} ${name(lane)}`,
      );
    });
}

function lanesOf(document: TraceDocument): string[] {
  return document.lanes.map(({ kind, name }) => `${kind} ${name}`);
}

describe('clients that a trace knows by their messages only', () => {
  function oneLogin(): TraceDocument {
    const talk = new ClientTalk();
    talk.login('pbx#1', 'ckl');
    talk.appLogin('devices#2', 'pbx#1', 'devices', 'c1');
    return TraceDocument.of(talk.records);
  }

  it('have a lane, between the PBX and the App Services, that says what they are', () => {
    const document = oneLogin();
    expect(lanesOf(document)).to.deep.equal([
      'server PBX pbx.sample.dom',
      'socket pbx#1',
      'client client',
      'socket devices#2',
      'server Devices service apps.sample.dom',
    ]);
    expect(document.lane('client', 'client')).to.include({ note: "ckl's browser", socket: 'pbx#1' });
    expect(document.clientOf('devices#2')?.name).to.equal('client');
  });

  it('send and get ordinary arrows: no cross in a login that is fine', () => {
    expect(arrows(oneLogin())).to.include.members([
      'Login: client → PBX pbx.sample.dom',
      'LoginResult: PBX pbx.sample.dom → client',
      'AppLogin: client → Devices service apps.sample.dom',
      'AppLoginResult: Devices service apps.sample.dom → client',
    ]);
    expect(arrows(oneLogin()).filter((arrow) => arrow.includes('✗'))).to.deep.equal([]);
  });

  it('are told apart by what they ask which PBX connection for, also when two log in at once', () => {
    const talk = new ClientTalk();
    talk.login('pbx#1', 'ckl');
    talk.login('pbx#2', 'jdo');
    talk.appLogin('users#3', 'pbx#2', 'users', 'c3');
    talk.appLogin('users#4', 'pbx#1', 'users', 'c4');
    const document = TraceDocument.of(talk.records);
    const owners = ['pbx#1', 'pbx#2', 'users#3', 'users#4'].map((lane) => document.clientOf(lane)?.name);
    expect(owners).to.deep.equal(['client 1', 'client 2', 'client 2', 'client 1']);
    expect(document.lane('client', 'client 2')?.note).to.equal("jdo's browser");
  });

  it('are told apart by the numbers that the proxy gives', () => {
    const talk = new ClientTalk();
    talk.login('PBXWS', 'ckl');
    talk.login('PBXWS#2', 'jdo');
    talk.open('INNOVAPHONE-USERS--WS', 'sample.dom/users');
    talk.say('INNOVAPHONE-USERS--WS', 'out', 'AppChallenge');
    const document = TraceDocument.of(talk.records);
    expect(document.clientOf('INNOVAPHONE-USERS--WS')?.name).to.equal('client 1');
  });

  it('are those of the last connection to the PBX, as long as nothing else is known', () => {
    const talk = new ClientTalk();
    talk.login('pbx#1', 'ckl');
    talk.login('pbx#2', 'jdo');
    talk.open('users#1', 'sample.dom/users');
    talk.say('users#1', 'out', 'AppChallenge');
    expect(TraceDocument.of(talk.records).clientOf('users#1')?.name).to.equal('client 2');
  });

  it('have no lane where automatons talk, nor before anything is said', async () => {
    const { records } = await play('default');
    expect(lanesOf(TraceDocument.of(records)).filter((lane) => lane.startsWith('client'))).to.deep.equal([]);
    const document = new TraceDocument();
    for (const record of records) {
      document.append([record]);
      expect(document.lanes.some(({ kind }) => kind === 'client')).to.equal(false);
    }
  });

  it('appear as the trace grows as they do at once', () => {
    const { records } = oneLogin();
    const growing = new TraceDocument();
    for (const record of records) {
      growing.append([record]);
      expect(growing.lanes.length).to.be.greaterThan(0);
    }
    expect(growing.lanes).to.deep.equal(oneLogin().lanes);
    expect(arrows(growing)).to.deep.equal(arrows(oneLogin()));
  });

  it('are drawn the right way round in a file that was recorded at the other end', () => {
    const turned = oneLogin().records.map((record): TraceRecord =>
      record.kind === 'message' ? { ...record, dir: record.dir === 'in' ? 'out' : 'in' } : record,
    );
    const document = TraceDocument.of(turned);
    expect(arrows(document)).to.deep.equal(arrows(oneLogin()));
    const { query } = parseQuery('dir:out mt:Login');
    expect(document.records.filter((record) => isShown(query, document, record))).to.have.length(2);
  });

  it('stand in pictures, diagrams and the ladder of a simulated login', async () => {
    const { seenByPeer } = await play('default');
    const document = TraceDocument.of(seenByPeer);
    expect(arrows(document).filter((arrow) => arrow.includes('✗'))).to.deep.equal([]);
    expect(mermaidSequence(document))
      .to.match(/as client\n/)
      .and.not.match(/-x/);
    expect(ladderSvg(document)).to.contain('>client</text>');
    const ladder = [...renderLadder(document)].join('\n');
    expect(ladder).to.match(/┌ client /);
    expect(ladder).to.match(/◀──┤ .* Login /);
    expect(ladder).to.match(/├──▶ .* LoginResult /);
    expect(ladder.replace(/^.*not taken.*$/m, '')).not.to.contain('✗');
  });

  it('are found by name', () => {
    const document = oneLogin();
    const { query } = parseQuery('lane:client mt:AppLogin');
    expect(document.records.filter((record) => isShown(query, document, record))).to.have.length(1);
  });
});
