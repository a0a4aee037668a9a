import { UsageError } from '../../runtime/errors.js';
import { FiniteStateAutomaton } from '../classes/finite-state-automaton.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import type { PhpValue } from '../php/value.js';

function notBuilt(name: string): UsageError {
  const sentence = `${name} of the PHP library is not there yet, so this part of the program cannot run; do without it for now.`;
  return new UsageError('LIBRARY_NOT_BUILT', sentence, { name });
}

/** @internal For a method of a class that is there. */
export function throwNotBuilt(name: string): never {
  throw notBuilt(name);
}

/** What the classes that are not there yet have in common: making one throws `LIBRARY_NOT_BUILT`. */
abstract class NotBuilt extends FiniteStateAutomaton {
  constructor(name: string) {
    super();
    throwNotBuilt(name);
  }

  ReceiveInitialStart(): NextState {
    return null;
  }
}

/** Not built yet: making one throws `LIBRARY_NOT_BUILT`. */
export class DevicesGetAdminAccess extends NotBuilt {
  constructor(..._given: unknown[]) {
    super('DevicesGetAdminAccess');
  }

  getKey(): PhpValue {
    return null;
  }

  getDeviceAccessURL(_mac: PhpValue): PhpValue {
    return null;
  }

  getDeviceInfo(_mac: PhpValue = null): PhpValue {
    return null;
  }

  getConfigDump(_serial: PhpValue, _type: PhpValue, _file: PhpValue, _standard: PhpValue = false): PhpValue {
    return null;
  }
}

/** Not built yet: making one throws `LIBRARY_NOT_BUILT`. */
export class ManagerDumpAppService extends NotBuilt {
  constructor(..._given: unknown[]) {
    super('ManagerDumpAppService');
  }

  getHttpkey(): PhpValue {
    return null;
  }

  getManagerUri(): PhpValue {
    return null;
  }

  getHTTPKeyUrl(_app: PhpValue): PhpValue {
    return null;
  }

  GetAppDump(_app: PhpValue): PhpValue {
    return null;
  }
}

/** Not built yet: making one throws `LIBRARY_NOT_BUILT`. */
export class Pbx2AppAuthenticator extends NotBuilt {
  /** The service that was logged in to. */
  svc: PhpValue = null;

  constructor(..._given: unknown[]) {
    super('Pbx2AppAuthenticator');
  }
}
