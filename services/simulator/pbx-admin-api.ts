import type { Scenario } from './scenario.js';
import type { ServiceLogic } from './service-connection.js';

/**
 * What the PBX answers at its app socket. PbxAdminApi is for the App object's own login, not for users.
 * Source: docs/protocol.md, "PbxAdminApi" and "Reaching PBX APIs".
 */
export function pbxAdminApi(scenario: Scenario): ServiceLogic {
  return ({ msg }, { app, sip }) => {
    const isOwnLogin = sip === '' || sip === app.name;
    if (!isOwnLogin || msg.api !== 'PbxAdminApi' || msg.mt !== 'GetStun') return undefined;
    const { stun, turn, turnUsr, turnPwd } = scenario.stun;
    return { step: 'GetStun', messages: [{ mt: 'GetStunResult', stun, turn, turnUsr, turnPwd }] };
  };
}
