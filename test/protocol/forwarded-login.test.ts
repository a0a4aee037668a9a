import { expect } from 'chai';
import { forwardedAppLogin } from '../../protocol/forwarded-login.js';
import type { AppGetLoginResultMessage } from '../../protocol/messages/myapps.js';
import { encodeMessage } from '../../runtime/message.js';
import { parseExact } from '../../runtime/exact-json.js';

function received(text: string): { msg: AppGetLoginResultMessage; text: string } {
  return { msg: parseExact(text) as AppGetLoginResultMessage, text };
}

const info = String.raw`{ "b":1, "2":12345678901234567890,"u":"\/\u00f6", "n":1.0 }`;

describe('forwardedAppLogin', () => {
  it('forwards all but what is for the client, info byte for byte', () => {
    const login = forwardedAppLogin(
      received(
        `{"mt":"AppGetLoginResult","src":"A","app":"x","domain":"d","sip":"s","guid":"g","dn":"n","pbxObj":"o","info":${info},"digest":"00","salt":"1","key":"2"}`,
      ),
    );
    expect(login && encodeMessage(login)).to.equal(
      `{"mt":"AppLogin","app":"x","domain":"d","sip":"s","guid":"g","dn":"n","info":${info},"digest":"00","pbxObj":"o"}`,
    );
  });

  it('forwards further members, and none that was absent', () => {
    const login = forwardedAppLogin(
      received('{"mt":"AppGetLoginResult","new":98765432109876543210,"digest":"00","app":"x"}'),
    );
    expect(login && encodeMessage(login)).to.equal(
      '{"mt":"AppLogin","app":"x","digest":"00","new":98765432109876543210}',
    );
  });

  it('forwards a result that came without a text', () => {
    const msg: AppGetLoginResultMessage = {
      mt: 'AppGetLoginResult',
      app: 'x',
      digest: '00',
      info: { cn: 'ö' },
    };
    const login = forwardedAppLogin({ msg });
    expect(login && encodeMessage(login)).to.equal(
      '{"mt":"AppLogin","app":"x","info":{"cn":"ö"},"digest":"00"}',
    );
  });

  for (const text of [
    '{"mt":"AppGetLoginResult","app":"x"}',
    '{"mt":"AppGetLoginResult","app":5,"digest":"00"}',
  ]) {
    it(`makes nothing of ${text}`, () => {
      expect(forwardedAppLogin(received(text))).to.equal(undefined);
    });
  }
});
