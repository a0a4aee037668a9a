import { assign } from 'xstate';
import { ListError } from '../protocol/errors.js';
import type { Device, GetDevicesMessage, GetDevicesResultMessage } from '../protocol/messages/devices.js';
import { notify, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
import { messageOf } from '../runtime/events.js';
import type { Chain } from './chain.js';
import { append, flatten } from './chain.js';
import type { ProgressNotice } from './notices.js';
import { isRefusal } from './refusal.js';

interface Context {
  readonly devices: Chain<Device> | undefined;
  readonly error: ListError | undefined;
}

export type DeviceListerOutput =
  | { readonly ok: true; readonly devices: readonly Device[] }
  | { readonly ok: false; readonly error: ListError; readonly devices: readonly Device[] };

const progress = (devices: Chain<Device> | undefined): ProgressNotice => ({
  kind: 'progress',
  list: 'devices',
  count: devices?.length ?? 0,
});

/** A chunk has an array of devices; only the last one may go without. */
function hasDevices({ devices, last }: { readonly devices?: unknown; readonly last?: unknown }): boolean {
  if (devices === undefined) return last === true;
  return Array.isArray(devices) && devices.every((device) => typeof device === 'object' && device !== null);
}

/**
 * Lists all devices of the Devices service whose authenticated socket it is given. The list comes in chunks,
 * the last one marked. Source: docs/protocol.md, "Device list" and "Chunks and pages".
 */
export const DeviceLister = setupAutomaton({
  types: {
    context: {} as Context,
    messages: {} as GetDevicesResultMessage,
    output: {} as DeviceListerOutput,
  },
  accepts: { GetDevicesResult: 'wire' },
  guards: {
    isRefused: ({ event }) => isRefusal(messageOf(event, 'GetDevicesResult')),
    isUnreadable: ({ event }) => !hasDevices(messageOf(event, 'GetDevicesResult')),
    isLastChunk: ({ event }) => messageOf(event, 'GetDevicesResult').last === true,
  },
  actions: {
    requestDevices: sendMessage({ mt: 'GetDevices' } satisfies GetDevicesMessage),
    addDevices: assign(({ context, event }) => ({
      devices: append(context.devices, messageOf(event, 'GetDevicesResult').devices ?? []),
    })),
    reportProgress: notify(({ context }) => progress(context.devices)),
    noteRefusal: assign(({ event }) => {
      const { error, errorText } = messageOf(event, 'GetDevicesResult');
      return { error: ListError.refused('device', error, errorText) };
    }),
    noteNonsense: assign({
      error: () => ListError.messageInvalid('device', 'GetDevicesResult', 'has no devices'),
    }),
    noteEnd: assign(({ event }) => ({
      error: ListError.connectionClosed('device', messageOf(event, 'EOF')),
    })),
  },
}).createMachine({
  id: 'DeviceLister',
  initial: 'Initial',
  context: { devices: undefined, error: undefined },
  states: {
    Initial: {
      initial: 'awaitingStart',
      states: {
        awaitingStart: {
          on: {
            Start: {
              target: 'awaitingDevices',
              actions: [writeLog('Requesting Device List'), 'requestDevices'],
            },
          },
        },
        awaitingDevices: {
          on: {
            GetDevicesResult: [
              // Differs from the original, which does not look at `error` and waits for ever.
              { guard: 'isRefused', target: '#DeviceLister.Dead', actions: 'noteRefusal' },
              { guard: 'isUnreadable', target: '#DeviceLister.Dead', actions: 'noteNonsense' },
              {
                guard: 'isLastChunk',
                target: '#DeviceLister.Dead',
                actions: [
                  'addDevices',
                  'reportProgress',
                  writeLog(({ context }) => `Last chunk, ${context.devices?.length ?? 0} devices in all`),
                ],
              },
              { actions: ['addDevices', 'reportProgress'] },
            ],
          },
        },
      },
      on: { EOF: { target: 'Dead', actions: 'noteEnd' } },
    },
    Dead: { type: 'final' },
  },
  output: ({ context: { devices, error } }) =>
    error === undefined
      ? { ok: true, devices: flatten(devices) }
      : { ok: false, error, devices: flatten(devices) },
});
