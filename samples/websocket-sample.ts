// The how-to's program: log in to the PBX, from there to Devices and Users, and list both at once.
// docs/howto.md goes through it step by step.
import {
  AppServiceLogin,
  AppServiceSpec,
  DeviceLister,
  Transitioner,
  UserLister,
  defaultLog,
} from 'pbx-automata';
import { pbxForUser } from './support/which-pbx.js';

const { pbx, credentials, options, close } = await pbxForUser();

// Show every message that is sent and received, with the secrets in it masked.
defaultLog.setLogLevel('', 'smsg', true);

// Log in to PBX, Devices and Users.
const devicesSpec = new AppServiceSpec('$innovaphone-devices');
const usersSpec = new AppServiceSpec('users');
const connector = new AppServiceLogin(pbx, credentials, [devicesSpec, usersSpec], options);
await connector.connect();

// Look at the three logins; a user who may not use an app is logged in to the others all the same.
const pbxAutomaton = connector.getPbxA();
const devicesAutomaton = connector.getAppAutomaton(devicesSpec);
const usersAutomaton = connector.getAppAutomaton(usersSpec);
for (const automaton of [pbxAutomaton, devicesAutomaton, usersAutomaton]) {
  if (automaton.getIsLoggedIn()) console.log(`${automaton.getNickname()}: logged in`);
  else console.log(`${automaton.getNickname()}: ${automaton.getError()?.message ?? 'not logged in'}`);
}

// Give the authenticated sockets to automatons of our own and run them at once.
const transitioner = new Transitioner();
const devices = devicesAutomaton.getIsLoggedIn()
  ? transitioner.add(DeviceLister, { socket: devicesAutomaton.getWs() })
  : undefined;
const users = usersAutomaton.getIsLoggedIn()
  ? transitioner.add(UserLister, { socket: usersAutomaton.getWs(), input: { user: pbxAutomaton.getUser() } })
  : undefined;
const { outcome } = await transitioner.run();

// Print what they found.
console.log(`The run is over: ${outcome}`);
for (const { hwId, product, name } of devices?.output?.devices ?? []) {
  console.log(`device ${hwId ?? ''}  ${product ?? ''}  ${name ?? ''}`);
}
for (const { username, cn } of users?.output?.users ?? []) console.log(`user ${username ?? ''}  ${cn ?? ''}`);

connector.close();
await close();
if (devices?.output?.ok !== true || users?.output?.ok !== true) process.exitCode = 1;
