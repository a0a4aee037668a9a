import { expect } from 'chai';
import { fromFragment, isShareable, takeToken, toFragment } from '../../../inspector/page/deep-link.js';
import { attachAddress } from '../../../inspector/page/open/attach-address.js';

describe('Deep link', () => {
  it('comes back as it was made', () => {
    const link = {
      seq: 34,
      automaton: 'INNOVAPHONE-DEVICES--A',
      screen: 'charts',
      query: 'mt:Login -dir:in',
    } as const;
    expect(fromFragment(toFragment(link))).to.deep.equal(link);
  });

  it('leaves out what is not looked at, and the home screen', () => {
    expect(toFragment({ seq: 0, screen: 'flow', query: '' })).to.equal('');
  });

  it('takes nothing from a fragment that makes no sense', () => {
    expect(fromFragment('#s=-1&v=nowhere')).to.deep.equal({});
    expect(fromFragment('#s=1.5')).to.deep.equal({});
  });

  for (const [query, expected] of [
    ['mt:Login lane:PBX', true],
    ['-has:problem gap>500ms seq>10', true],
    ['sample.dom', false],
    ['mt:Login ckl@sample.dom', false],
    ['ctx:session.usr', false],
    ['mt:"Jörg Müller"', false],
  ] as const) {
    it(`${expected ? 'holds' : 'does not hold'} the query ${query}`, () => {
      expect(isShareable(query)).to.equal(expected);
      expect(toFragment({ query }) !== '').to.equal(expected);
    });
  }

  it('hands over the token and keeps the rest', () => {
    expect(takeToken('#t=abc&s=3')).to.deep.equal({ token: 'abc', rest: '#s=3' });
    expect(takeToken('#t=abc')).to.deep.equal({ token: 'abc', rest: '' });
    expect(takeToken('#s=3')).to.deep.equal({ token: undefined, rest: '#s=3' });
  });
});

describe('Address to attach to', () => {
  it('is taken when it is on this machine and has its token', () => {
    expect(attachAddress(' http://127.0.0.1:4711/#t=abc ')).to.deep.equal({
      url: 'http://127.0.0.1:4711/#t=abc',
    });
  });

  for (const [address, sentence] of [
    ['', /whole address/],
    ['javascript:alert(1)//#t=abc', /whole address/],
    ['http://192.0.2.1:4711/#t=abc', /not on this machine/],
    ['http://127.0.0.1.example.com/#t=abc', /not on this machine/],
    ['http://127.0.0.1:4711/', /token/],
  ] as const) {
    it(`is refused: ${address === '' ? 'nothing' : address}`, () => {
      const { url, problem } = attachAddress(address);
      expect(url).to.equal(undefined);
      expect(problem).to.match(sentence);
    });
  }
});
