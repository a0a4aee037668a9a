/** A failure that is known: what it is called, what to do, how to see it. Described in docs/failures.md. */
export interface KnownFailure {
  readonly id: string;
  readonly title: string;
  /** What to do, in a sentence or two. */
  readonly advice: string;
  /** Scenario of the simulator that produces it. */
  readonly scenario?: string;
  /** How to see it, where no scenario alone does; Markdown. */
  readonly command?: string;
}

const table = [
  {
    id: 'wrong-password',
    title: 'Wrong user name or password',
    advice: 'Check user name and password, and log in again.',
    scenario: 'wrong-password',
  },
  {
    id: 'fake-pbx',
    title: 'The PBX does not prove that it knows the password',
    advice:
      'Do not enter the password again before you know that this is your PBX and that nobody sits in between.',
    scenario: 'wrong-digest',
  },
  {
    id: 'invalid-login',
    title: 'The PBX finds the login malformed',
    advice: 'Check the user name; if it is right, compare the second Login with docs/protocol.md.',
    command:
      'no automaton sends such a Login. Send one by hand to the simulator: `{"mt":"Login","type":"user"}`, then `{"mt":"Login","type":"user","method":"digest","username":"ckl"}`.',
  },
  {
    id: 'login-refused',
    title: 'The PBX refuses the login for a reason of its own',
    advice: "Ask the PBX's administrator what error and text mean.",
    scenario: 'login-refused',
  },
  {
    id: 'other-login-method',
    title: 'The PBX wants another login method',
    advice: 'Let the administrator allow digest logins for this user.',
    scenario: 'other-login-method',
  },
  {
    id: 'no-password',
    title: 'There is neither password nor session',
    advice: 'Give the password.',
    command: "`new AppUserCredentials('ckl')` without session, given to `AppServiceLogin`.",
  },
  {
    id: 'session-refused',
    title: 'The stored session has expired, or was evicted by newer ones',
    advice:
      'Log in with the password. A PBX keeps the last eight sessions of a user: a program that logs in with the password each time drives the others out, so let it keep its session.',
    scenario: 'session-expired',
  },
  {
    id: 'two-factor-refused',
    title: 'The second factor was refused',
    advice: 'Log in again and confirm it in myApps or by the link in the e-mail, if it was you.',
    scenario: 'two-factor-refused',
  },
  {
    id: 'two-factor-unconfirmed',
    title: 'Nobody confirms the second factor',
    advice: 'Confirm the login in myApps or by the link in the e-mail, and compare the code.',
    scenario: 'two-factor-unconfirmed',
  },
  {
    id: 'app-not-found',
    title: 'The PBX does not offer the app to the user',
    advice: 'Choose one of the apps that are offered, or let the administrator give the app to the user.',
    scenario: 'app-missing',
  },
  {
    id: 'app-not-granted',
    title: 'The PBX makes no login for the app',
    advice: 'Let the administrator give the app to the user, in the app list of the user or of the template.',
    scenario: 'app-refused',
  },
  {
    id: 'app-password',
    title: "The App object's password is not the instance's",
    advice: 'Set the same password at the App object on the PBX and at the instance on the App Platform.',
    scenario: 'wrong-app-password',
  },
  {
    id: 'website',
    title: 'The app is a plain web site',
    advice: 'Choose another app, or let the administrator clear the App object\'s check mark "Website".',
    scenario: 'website',
  },
  {
    id: 'unlicensed',
    title: 'The licence is missing',
    advice: 'Install a licence for the app on the PBX, or assign it.',
    scenario: 'unlicensed',
  },
  {
    id: 'wrong-app-url',
    title: "The app's URL leads to no App Service",
    advice:
      "Let the administrator correct the URL at the App object: it ends with domain, instance and the app's name.",
    scenario: 'wrong-app-url',
  },
  {
    id: 'host-not-found',
    title: 'The host has no address',
    advice:
      'Check the spelling, and that this machine asks a DNS that knows the name; the PBX may know apps by names that only its own network resolves.',
    scenario: 'unknown-app-host',
  },
  {
    id: 'connection-refused',
    title: 'Nothing listens there',
    advice: 'Check host and port, that the server runs, and that no firewall is in between.',
    scenario: 'app-down',
  },
  {
    id: 'host-unreachable',
    title: 'There is no way to the host',
    advice: 'Check the network, the address, and firewalls on the way.',
    command: "`pbx-automata list --pbx 'wss://[100::1]' --user ckl`, an address that leads nowhere.",
  },
  {
    id: 'certificate',
    title: 'The certificate is not trusted',
    advice:
      "Trust its authority (--ca FILE), or, when it is the server's own, this one certificate (--pin FINGERPRINT).",
    command:
      '`pbx-automata simulate --tls --port 8443` in one terminal, `pbx-automata list --pbx wss://127.0.0.1:8443 --user ckl` in the other.',
  },
  {
    id: 'not-a-pbx',
    title: 'What answers is no WebSocket server',
    advice: 'Check the path, the port, and ws: or wss: in the address.',
    command: 'with any simulator, `pbx-automata list --pbx ws://127.0.0.1:8080/nothing --user ckl`.',
  },
  {
    id: 'connection-closed',
    title: 'The connection ends before the answer',
    advice: 'Check that the peer runs, and its own log; then try again.',
    scenario: 'closing',
  },
  {
    id: 'list-refused',
    title: 'The service refuses the list',
    advice: "Check the user's rights in the service.",
    scenario: 'list-refused',
  },
  {
    id: 'list-stuck',
    title: 'The list stops in the middle',
    advice: "Look into the service's own log; then try again, or allow more time (--timeout).",
    scenario: 'silent-devices',
  },
  {
    id: 'no-visible-users',
    title: 'The user sees no users',
    advice:
      'Let the administrator make users visible to this user, by group or by the rights in the Users app.',
    scenario: 'no-users',
  },
  {
    id: 'discarded-message',
    title: 'A message came in the wrong state',
    advice:
      'Compare the order of the messages with docs/protocol.md: either the peer sends too early, or the automaton has left the state in which it takes the message.',
    scenario: 'too-early',
  },
  {
    id: 'senseless-message',
    title: 'A message lacks what it must have',
    advice: 'Check that the address leads to the right service, and its version.',
    scenario: 'senseless',
  },
  {
    id: 'nonsense',
    title: 'A text that is no message',
    advice: 'Check that the address leads to a PBX or App Service, and that no proxy answers instead.',
    scenario: 'nonsense',
  },
  {
    id: 'silence',
    title: 'Silence: somebody waits for an answer that does not come',
    advice: 'Look at the last message that was sent, and ask the one who should have answered it.',
    scenario: 'silent',
  },
  {
    id: 'undelivered-post',
    title: 'A post reached nobody',
    advice: 'Check the nickname, and that its automaton runs when the post is made.',
    command:
      '`TROUBLE=post pbx-automata run trouble.mjs --app devices --trace FILE`, with the file of [above](#failures-of-machines).',
  },
  {
    id: 'machine-threw',
    title: 'A machine threw',
    advice: 'Correct the machine: the error says what it threw.',
    command:
      '`TROUBLE=throw pbx-automata run trouble.mjs --app devices --trace FILE`, with the file of [above](#failures-of-machines).',
  },
  {
    id: 'automaton-failed',
    title: 'An automaton ended with an error of its own',
    advice: "See the automaton's own documentation for the error.",
    command:
      '`TROUBLE=error pbx-automata run trouble.mjs --app devices --trace FILE`, with the file of [above](#failures-of-machines).',
  },
  {
    id: 'wrong-digest',
    title: 'A digest does not match',
    advice: 'Compare the inputs of the formula, which the explanation of the message lists.',
    command:
      '`TROUBLE=digest pbx-automata run trouble.mjs --app devices --trace FILE`, with the file of [above](#failures-of-machines).',
  },
  {
    id: 'by-hand',
    title: 'A message made by hand led to it',
    advice:
      'No fault of the peer: begin the run anew, and leave the message out or write it as the peer would.',
    command:
      '`pbx-automata list --hold`, on the page a breakpoint on the message `Authenticate` and "Resume"; then, sent by hand "As if from the peer" on `PBXWS`, `{"mt":"LoginResult","error":2}`, and "Resume" again.',
  },
  {
    id: 'held',
    title: 'The run is held',
    advice: 'No fault: let it go on, or step. The limits of its peers go on running meanwhile.',
    command: '`pbx-automata list --hold`, or a breakpoint on the page.',
  },
  {
    id: 'stopped',
    title: 'The run was stopped on request',
    advice: 'Nothing, if it was you.',
    command: 'scenario `slow`, and Ctrl-C while it works.',
  },
  {
    id: 'no-end',
    title: 'The recording has no end',
    advice:
      'If the program is not running any more, it was killed, or the file was cut; what was recorded until then is all there.',
    command:
      'scenario `slow` with `--trace FILE`, and `kill -9` of the process; or the first lines of any recording: `head -n 25`.',
  },
  {
    id: 'records-missing',
    title: 'Records are missing',
    advice: 'Record again with a disk that has room, or less at a time.',
    command: '`--trace FILE` with scenario `large`, which has more records than the limit of 100,000.',
  },
] as const satisfies readonly KnownFailure[];

export type FailureId = (typeof table)[number]['id'];

/** The known failures, each described in docs/failures.md under its id. */
export const failureTable: readonly (KnownFailure & { readonly id: FailureId })[] = table;

const byId = new Map<FailureId, KnownFailure>(failureTable.map((failure) => [failure.id, failure]));

/** What to do about a failure. */
export function adviceOf(id: FailureId): string {
  return byId.get(id)?.advice ?? '';
}
