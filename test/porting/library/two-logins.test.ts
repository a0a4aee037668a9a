import { expect } from 'chai';
import type { NextState } from '../../../porting/index.js';
import {
  AppUserCredentials,
  FiniteStateAutomaton,
  Message,
  UserPBXLoginAutomaton,
} from '../../../porting/index.js';
import { LoginError } from '../../../protocol/errors.js';
import type { AnyMessage } from '../../../runtime/message.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';

/** As another login does when it is through. */
class OtherLogin extends FiniteStateAutomaton {
  static override readonly postsToSelf = false;
  ReceiveInitialStart(): NextState {
    return null;
  }
  ReceiveInitialGo(): NextState {
    this.postEvent(new Message('LoginResult', 'error', 1, 'errorText', 'of somebody else'));
  }
  ReceiveInitialLoginResult(msg: Message): NextState {
    // The very object that has arrived goes on to all.
    this.postEvent(msg);
    return 'Dead';
  }
}

const authenticate: AnyMessage = {
  mt: 'Authenticate',
  type: 'user',
  method: 'digest',
  domain: 'd',
  challenge: '1a',
};
const refusal: AnyMessage = { mt: 'LoginResult', error: 2, errorText: 'of its own PBX' };

describe('two logins to PBXs in one run', () => {
  for (const mt of ['Go', 'LoginResult']) {
    it(`one that waits takes no notice of the other's result (${mt})`, async () => {
      const [S, T] = [await openSocket('S'), await openSocket('T')];
      const login = new UserPBXLoginAutomaton(S, new AppUserCredentials('ckl', 'pwd'));
      const { transitioner, tracer } = makePhpRig([login, new OtherLogin(T)]);
      void transitioner.run();
      S.peer.send(authenticate);
      T.peer.send({ mt });
      expect(tracer.lines('deliver')).to.include('UserPBXLogin LoginResult');
      expect(login.getError()).to.equal(undefined);
      expect(login.state.getRun()).to.equal(true);
      S.peer.send(refusal);
      expect(login.getError()).to.be.instanceOf(LoginError);
    });
  }
});
