import { assign } from 'xstate';
import { ListError } from '../protocol/errors.js';
import type { Device, GetDevicesMessage, GetDevicesResultMessage } from '../protocol/messages/devices.js';
import { notify, sendMessage, writeLog } from '../runtime/actions.js';
import { setupAutomaton } from '../runtime/automaton.js';
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

const request: GetDevicesMessage = { mt: 'GetDevices' };

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
              actions: [writeLog('Requesting Device List'), sendMessage(request)],
            },
          },
        },
        awaitingDevices: {
          on: {
            GetDevicesResult: [
              {
                // Differs from the original, which does not look at `error` and waits for ever.
                guard: ({ event }) => isRefusal(event.msg),
                target: '#DeviceLister.Dead',
                actions: assign({
                  error: ({ event }) => ListError.refused('device', event.msg.error, event.msg.errorText),
                }),
              },
              {
                guard: ({ event }) => !hasDevices(event.msg),
                target: '#DeviceLister.Dead',
                actions: assign({
                  error: () => ListError.messageInvalid('device', 'GetDevicesResult', 'has no devices'),
                }),
              },
              {
                guard: ({ event }) => event.msg.last === true,
                target: '#DeviceLister.Dead',
                actions: [
                  assign({
                    devices: ({ context, event }) => append(context.devices, event.msg.devices ?? []),
                  }),
                  notify(({ context }) => progress(context.devices)),
                  writeLog(({ context }) => `Last chunk, ${context.devices?.length ?? 0} devices in all`),
                ],
              },
              {
                actions: [
                  assign({
                    devices: ({ context, event }) => append(context.devices, event.msg.devices ?? []),
                  }),
                  notify(({ context }) => progress(context.devices)),
                ],
              },
            ],
          },
        },
      },
      on: {
        EOF: {
          target: 'Dead',
          actions: assign({ error: ({ event }) => ListError.connectionClosed('device', event.msg) }),
        },
      },
    },
    Dead: { type: 'final' },
  },
  output: ({ context: { devices, error } }) =>
    error === undefined
      ? { ok: true, devices: flatten(devices) }
      : { ok: false, error, devices: flatten(devices) },
});
