import type { Address, SimulatedConnection, SimulatorContext } from './connection.js';
import type { Wire } from './outgoing-queue.js';
import { devicesService } from './devices-service.js';
import type { FaultScope } from './faults.js';
import { pbxAdminApi } from './pbx-admin-api.js';
import { PbxConnection } from './pbx-connection.js';
import type { Endpoint, Handshake } from './server.js';
import type { ServiceLogic } from './service-connection.js';
import { ServiceConnection } from './service-connection.js';
import type { PbxApp, SimulatedPbx } from './simulated-pbx.js';
import { pbxAppPath } from './simulated-pbx.js';
import { usersService } from './users-service.js';

/** With or without build number, also below the path of a tunnel. Source: docs/protocol.md, "Endpoints". */
const loginPath = /^(\/.*)?\/PBX0\/APPCLIENT(\/[0-9A-Fa-f]+)?\/websocket$/;

/** Finds what is served at a path, and numbers the connections of each kind: `pbx#1`, `devices#2`. */
export class Endpoints {
  readonly #counts = new Map<string, number>();

  constructor(
    private readonly pbx: SimulatedPbx,
    private readonly context: SimulatorContext,
  ) {}

  at(path: string): Endpoint | undefined {
    if (loginPath.test(path)) {
      return this.#endpoint('pbx', {}, (name, address, wire) => {
        return new PbxConnection(name, address, this.context, wire, this.pbx);
      });
    }
    const apps = this.#appsAt(path);
    const first = apps[0];
    if (first === undefined) return undefined;
    const kind = first.path === pbxAppPath ? 'pbx-apps' : first.path.slice(first.path.lastIndexOf('/') + 1);
    return this.#endpoint(kind, { app: first.name }, (name, address, wire) => {
      return new ServiceConnection(name, address, this.context, wire, apps, (app) => this.#logic(app, name));
    });
  }

  /** Clients take the app's URL with or without its last component. Source: docs/protocol.md, "App URL". */
  #appsAt(path: string): PbxApp[] {
    const instance = path.endsWith(pbxAppPath) ? pbxAppPath : path;
    const whole = this.pbx.apps.filter((app) => app.path === instance);
    if (whole.length > 0) return whole;
    const named = this.pbx.apps.find((app) => `${app.path}/${app.app}` === path);
    return named === undefined ? [] : this.pbx.apps.filter((app) => app.path === named.path);
  }

  #endpoint(
    kind: string,
    scope: FaultScope,
    connect: (name: string, address: Address, wire: Wire) => SimulatedConnection,
  ): Endpoint {
    return {
      greet: (handshake) => {
        this.#greet(handshake, scope);
      },
      connect: (address, wire) => {
        const ordinal = (this.#counts.get(kind) ?? 0) + 1;
        this.#counts.set(kind, ordinal);
        return connect(`${kind}#${ordinal}`, address, wire);
      },
    };
  }

  #greet(handshake: Handshake, scope: FaultScope): void {
    const [fault] = this.context.faults.take('Connect', scope);
    if (fault === undefined) handshake.accept();
    else if (fault.do === 'close') handshake.drop();
    else if (fault.do === 'error') handshake.refuse(503, 'Service Unavailable');
    else if (fault.do === 'nonsense') handshake.babble(fault.text ?? 'This is not HTTP.\r\n');
    else if (fault.do === 'delay') this.#acceptLater(handshake, fault.delayMs ?? 0);
    // what remains is silence: the client is left waiting until it gives up or the simulator stops
  }

  #acceptLater(handshake: Handshake, delayMs: number): void {
    const { clock } = this.context;
    const timer = clock.setTimeout(() => {
      handshake.accept();
    }, delayMs);
    handshake.onEnd(() => {
      clock.clearTimeout(timer);
    });
  }

  #logic(app: PbxApp, connection: string): ServiceLogic {
    const { scenario, random } = this.context;
    switch (app.service) {
      case 'devices':
        return devicesService(scenario, random, connection);
      case 'users':
        return usersService(scenario);
      case 'pbxAdminApi':
        return pbxAdminApi(scenario);
      case 'none':
        return () => undefined;
    }
  }
}
