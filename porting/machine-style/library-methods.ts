const ofHandlers: ReadonlyMap<string, string> = new Map(
  ['sendMessage', 'postEvent', 'log'].map((name) => [name.toLowerCase(), name]),
);

const reasons: Readonly<Record<string, string>> = {
  getws:
    'a machine has no socket to look at: it emits effects, and whoever adds it to the Transitioner gives it the socket',
  gettrans: 'a machine does not see its Transitioner: post to other automatons instead',
  gettransitioner: 'a machine does not see its Transitioner: post to other automatons instead',
  getnickname: 'a machine does not know its nickname: hand it over as input',
  getshortnickname: 'a machine does not know its nickname: hand it over as input',
  reconnect: 'emit the effect connectSocket(url) in the transition for EOF instead',
  setusews: 'the socket that the machine is given decides about ws and wss',
  getusews: 'the socket that the machine is given decides about ws and wss',
  makewebsocketuri: 'make the address in the program and hand it over as input',
  run: 'machines are run by a Transitioner',
  timeout: 'the tag waits says whether a silent run goes on',
};

/** The library's method as a draft has it: `sendMessage`, `postEvent`, `log`; undefined: machines have no such method. */
export function isAutomatonLibraryMethod(name: string): string | undefined {
  return ofHandlers.get(name.toLowerCase());
}

/** Why a machine has no such method, and what to do instead; one sentence. */
export function notThereInMachines(name: string): string {
  const reason = reasons[name.toLowerCase()] ?? 'machines have no such method';
  return `${name}(): ${reason}; or use --style class.`;
}
