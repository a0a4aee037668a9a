import type { AnyStateMachine } from 'xstate';
import {
  AppLoginAutomaton,
  AppLoginViaPBXAutomaton,
  DeviceLister,
  UserLister,
  UserPBXLoginAutomaton,
  UserPBXLoginWithAppAutomaton,
} from '../../../machines/index.js';
import { AppServiceSpec } from '../../../protocol/app-service-spec.js';
import type { AutomatonRecord, TraceRecord } from '../../../runtime/trace-records.js';
import { RecordedApp, RecordedUser } from './recorded-authenticators.js';
import { memberOf, textOf } from './recorded-values.js';

/** What is known of an automaton when it began. */
export interface RecordedBeginning {
  readonly record: AutomatonRecord;
  /** Its first recorded context. */
  readonly context: unknown;
  /** All records of its run. */
  readonly records: readonly TraceRecord[];
  /** Says that a check was taken from the recording. */
  readonly taken: (seq: number) => void;
}

/** A machine of today, and how to make its `input` from what was recorded of it. */
export interface RerunMachine {
  readonly machine: AnyStateMachine;
  readonly inputOf: (beginning: RecordedBeginning) => unknown;
}

/** The machines of this package, by id. A re-run takes others in addition. */
export const ownMachines: readonly RerunMachine[] = [
  { machine: UserPBXLoginAutomaton, inputOf: pbxLoginInput },
  { machine: UserPBXLoginWithAppAutomaton, inputOf: pbxLoginInput },
  { machine: AppLoginViaPBXAutomaton, inputOf: appLoginViaPbxInput },
  {
    machine: AppLoginAutomaton,
    inputOf: ({ context, record, records }) => ({
      credentials: new RecordedApp(memberOf(context, 'credentials'), record.socket, records),
    }),
  },
  { machine: DeviceLister, inputOf: () => undefined },
  { machine: UserLister, inputOf: userListerInput },
];

function pbxLoginInput({ context, record, records, taken }: RecordedBeginning): unknown {
  return {
    credentials: new RecordedUser(memberOf(context, 'credentials'), record.lane, records, taken),
    nonces: memberOf(context, 'nonces') ?? ['', ''],
    confirmTimeoutMs: memberOf(context, 'confirmTimeoutMs'),
    clients: memberOf(context, 'clients'),
  };
}

function appLoginViaPbxInput({ context }: RecordedBeginning): unknown {
  const spec = memberOf(context, 'spec');
  const part = (name: string): string | undefined => textOf(spec, name) || undefined;
  return {
    spec: new AppServiceSpec(textOf(spec, 'app'), part('service'), part('domain')),
    pbxUrl: textOf(context, 'pbxUrl'),
    useWs: memberOf(context, 'useWs') === true ? true : undefined,
  };
}

function userListerInput({ context }: RecordedBeginning): unknown {
  const asker = memberOf(context, 'asker');
  return { user: { sip: textOf(asker, 'user'), domain: textOf(asker, 'domain').replace(/^@/, '') } };
}
