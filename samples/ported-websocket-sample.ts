// The how-to's PHP program, websocket-sample.php, moved line by line to the classes of the PHP library:
// docs/porting.md. For a program that is new, websocket-sample.ts is the better model.
import {
  AppServiceLogin,
  AppServiceSpec,
  AppUserCredentials,
  FiniteStateAutomaton,
  Log,
  Message,
  Transitioner,
} from 'pbx-automata/porting';
import { pbxForPort } from './support/which-pbx.js';

/** What is read of the messages; PHP does not say it, and a port may leave it out. */
interface GetDevicesResult extends Message {
  readonly devices: readonly { readonly hwId: string; readonly product: string; readonly name: string }[];
  readonly last?: boolean;
}
interface NumUsersResult extends Message {
  readonly numUsers: number;
}
interface ReadUserInfo extends Message {
  readonly username: string;
  readonly cn: string;
}
interface LoginResult extends Message {
  readonly info: { readonly user: { readonly sip: string; readonly domain: string } };
}

/** An automaton which lists all devices in Devices. */
class DeviceLister extends FiniteStateAutomaton {
  protected devices: GetDevicesResult['devices'] = [];

  getDevices() {
    return this.devices;
  }

  ReceiveInitialStart(): void {
    Log.log('Requesting Device List');
    this.sendMessage(new Message('GetDevices'));
  }

  ReceiveInitialGetDevicesResult(msg: GetDevicesResult) {
    Log.log(`got ${msg.devices.length} Device Info(s)`);
    this.devices = [...this.devices, ...msg.devices];
    if (msg.last) {
      Log.log('Last chunk');
      return 'Dead';
    }
    return null;
  }
}

/** An automaton which lists all users in Users. */
class UserLister extends FiniteStateAutomaton {
  protected users: ReadUserInfo[] = [];

  constructor(
    ws: ConstructorParameters<typeof FiniteStateAutomaton>[0],
    protected myInfo: LoginResult,
  ) {
    super(ws);
  }

  getUsers() {
    return this.users;
  }

  ReceiveInitialStart(): void {
    Log.log('Requesting User List');
    const me = this.myInfo.info.user;
    this.sendMessage(
      new Message('NumUsers', 'user', me.sip, 'domain', `@${me.domain}`, 'visible', true, 'filter', '%'),
    );
  }

  ReceiveInitialNumUsersResult(msg: NumUsersResult): void {
    Log.log(`there are ${msg.numUsers} Users`);
    const me = this.myInfo.info.user;
    const domain = `@${me.domain}`;
    this.sendMessage(
      new Message('ReadUser', 'username', '', 'user', me.sip, 'domain', domain, 'offset', 0, 'filter', '%'),
    );
  }

  ReceiveInitialReadUserInfo(msg: ReadUserInfo): void {
    this.users.push(msg);
  }

  ReceiveInitialReadUserResult() {
    return 'Dead';
  }
}

const { pbx, user, password, options, close } = await pbxForPort();

// log all messages
Log.setLogLevel('', 'smsg', true);

// login to PBX and devices and users
const devicesspec = new AppServiceSpec('$innovaphone-devices');
const usersspec = new AppServiceSpec('users');
// the last argument, for what PHP has none, is here for the simulator alone
const specs = [devicesspec, usersspec];
const connector = new AppServiceLogin(pbx, new AppUserCredentials(user, password), specs, false, [], options);
await connector.connect();

// look at the PBX login
const pbxloginresult = connector.getPbxA().getResults();
if (!connector.getPbxA().getIsLoggedIn() || pbxloginresult === null) {
  Log.log('Failed to log-in to PBX');
  process.exit(1);
}
Log.log('Logged in to PBX');

// look at devices and users
if (!connector.getAppAutomaton(devicesspec).getIsLoggedIn()) {
  Log.log('Failed to log-in to Devices');
  process.exit(1);
}
Log.log('Logged in to Devices');
const devicesws = connector.getAppAutomaton(devicesspec).getWs();
if (!connector.getAppAutomaton(usersspec).getIsLoggedIn()) {
  Log.log('Failed to log-in to Users');
  process.exit(1);
}
Log.log('Logged in to Users');
const usersws = connector.getAppAutomaton(usersspec).getWs();

// run both automatons at once
const dl = new DeviceLister(devicesws);
const ul = new UserLister(usersws, pbxloginresult.loginResultMsg as LoginResult);
const t = new Transitioner(dl, ul);
await t.run();

for (const device of dl.getDevices()) console.log(`device ${device.hwId}  ${device.product}  ${device.name}`);
for (const one of ul.getUsers()) console.log(`user ${one.username}  ${one.cn}`);

// The sockets need no closing: as in PHP, they do not keep a program alive whose last line is done.
await close();
