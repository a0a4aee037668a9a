const ofHandlers: ReadonlyMap<string, string> = new Map(
  ['sendMessage', 'postEvent', 'log'].map((name) => [name.toLowerCase(), name]),
);

/** Behind "NAME() is not there in a machine". */
const reasons: Readonly<Record<string, string>> = {
  getws: ', which has no socket to look at; let the program look before the run',
  gettrans: ', which does not see its Transitioner; post to the other automatons instead',
  gettransitioner: ', which does not see its Transitioner; post to the other automatons instead',
  getnickname: ', which does not know its nickname; hand it over as input',
  getshortnickname: ', which does not know its nickname; hand it over as input',
  reconnect: '; emit the effect connectSocket(url) in the transition for EOF',
  setusews: '; the socket that the machine is given decides about ws and wss',
  getusews: '; the socket that the machine is given decides about ws and wss',
  makewebsocketuri: '; make the address in the program and hand it over as input',
  run: '; let the program run it with a Transitioner',
  timeout: '; the tag waits says whether a silent run goes on',
};

/** The library's method as a draft has it: `sendMessage`, `postEvent`, `log`; undefined: machines have no such method. */
export function isAutomatonLibraryMethod(name: string): string | undefined {
  return ofHandlers.get(name.toLowerCase());
}

/** Why a machine has no such method, and what to do instead; one sentence; undefined: it has it. */
export function whyMissing(name: string): string | undefined {
  const isThere = isAutomatonLibraryMethod(name) !== undefined || name.toLowerCase() === 'raw_json_encode';
  return isThere ? undefined : notThereInMachines(name);
}

export function notThereInMachines(name: string): string {
  return `${name}() is not there in a machine${reasons[name.toLowerCase()] ?? ''}, or use --style class.`;
}
