import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { isAppLoginOk } from '../../protocol/messages/app-websocket.js';
import { messageCatalogue } from '../../protocol/messages/catalogue.js';
import { loginUser } from '../../protocol/messages/myapps.js';
import { challengeText } from '../../protocol/messages/values.js';
import { ExactNumber, parseExact } from '../../runtime/exact-json.js';

describe('messageCatalogue', () => {
  const document = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
  const headings = new Set([...document.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]));

  for (const { mt, protocol, section } of messageCatalogue) {
    it(`describes ${protocol} ${mt} in a section of docs/protocol.md that names it`, () => {
      expect(headings).to.include(section);
      const [, text = ''] = document.split(`# ${section}\n`);
      expect(text.split(/^#+ /m)[0]).to.include(`\`${mt}\``);
    });
  }

  it('has each message of a protocol once for a direction', () => {
    const keys = messageCatalogue.map(({ protocol, direction, mt }) => `${protocol} ${direction} ${mt}`);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('knows the api of messages that carry one', () => {
    const stun = messageCatalogue.filter(({ protocol }) => protocol === 'PbxAdminApi');
    expect(stun.map(({ mt, api }) => [mt, api])).to.deep.equal([
      ['GetStun', 'PbxAdminApi'],
      ['GetStunResult', 'PbxAdminApi'],
    ]);
    expect(messageCatalogue.find(({ mt }) => mt === 'Login')).not.to.have.property('api');
  });
});

describe('challengeText', () => {
  const cases: [string, unknown, string | undefined][] = [
    ['a text', '609f44c1f7043ba1', '609f44c1f7043ba1'],
    ['a number', 1195953976456524, '1195953976456524'],
    ['zero', 0, '0'],
    ['an exact number', new ExactNumber('9007199254740993'), '9007199254740993'],
    ['a long number in a text', parseExact('12345678901234567890'), '12345678901234567890'],
    ['an empty text', '', undefined],
    ['a number that lost digits', Number('9007199254740993'), undefined],
    ['a fraction', 1.5, undefined],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['an object', {}, undefined],
  ];
  for (const [name, value, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(challengeText(value)).to.equal(expected);
    });
  }
});

describe('loginUser', () => {
  it('reads nested members first, then flat ones', () => {
    expect(loginUser({ user: { sip: 'a' }, sip: 'b' })).to.deep.equal({ sip: 'a' });
    expect(loginUser({ sip: 'b', domain: 'd', alt: 'x' })).to.deep.equal({ sip: 'b', domain: 'd' });
  });

  it('finds no user where there is none', () => {
    expect(loginUser({ account: {} })).to.equal(undefined);
    expect(loginUser(undefined)).to.equal(undefined);
  });
});

describe('isAppLoginOk', () => {
  it('takes true, as a text too, and nothing else', () => {
    const oks = [true, 'true', false, 'false', '', undefined].map((ok) =>
      isAppLoginOk({ mt: 'AppLoginResult', ...(ok === undefined ? {} : { ok }) }),
    );
    expect(oks).to.deep.equal([true, true, false, false, false, false]);
  });
});
