import type { AppServiceCredentials } from '../../protocol/service-credentials.js';
import { pbxAppsWebSocketUrl } from '../../protocol/urls.js';
import type { SocketPort } from '../../runtime/socket.js';
import { text as toText } from '../php/convert.js';
import type { PhpValue } from '../php/value.js';
import { AppLoginAutomaton } from './app-login.js';
import { throwNotBuilt } from './not-built.js';
import { withScheme } from './pbx-address.js';
import { WSClient } from './ws-client.js';

/**
 * Logs in to the PBX as an App object with its own password, at `/PBX0/APPS/websocket`, on a socket `PBXWS` of its
 * own. Source: docs/protocol.md, "AppWebsocket login".
 */
export class PbxAppLoginAutomaton extends AppLoginAutomaton {
  /**
   * @param pbx host name or WebSocket URL; or a socket that leads there
   * @param useWS `ws` instead of `wss` for a host name
   * @throws UrlError when `pbx` is no address
   */
  constructor(pbx: string | SocketPort, cred: AppServiceCredentials, useWS = false) {
    super(isSocket(pbx) ? pbx : socketTo(toText(pbx), useWS), cred);
    this.setUseWS(useWS);
  }

  /** Not built yet: throws `LIBRARY_NOT_BUILT`. */
  getServices(): PhpValue {
    return throwNotBuilt('PbxAppLoginAutomaton::getServices');
  }

  /** Not built yet: throws `LIBRARY_NOT_BUILT`. */
  setNumberOfAuthentications(_n: number): void {
    throwNotBuilt('PbxAppLoginAutomaton::setNumberOfAuthentications');
  }
}

function isSocket(pbx: unknown): pbx is SocketPort {
  return typeof pbx === 'object' && pbx !== null && 'attach' in pbx;
}

function socketTo(pbx: string, useWS: boolean): SocketPort {
  // The run connects it.
  return new WSClient('PBXWS', pbxAppsWebSocketUrl(withScheme(pbx, useWS)), [], false);
}
