// An automaton of one's own: it asks the Devices service for its devices and counts them by product.
import { pathToFileURL } from 'node:url';
import { AppServiceLogin, AppServiceSpec, Transitioner, sendMessage, setupAutomaton } from 'pbx-automata';
import type { GetDevicesResultMessage } from 'pbx-automata/protocol';
import { assign } from 'xstate';
import { giveUp, pbxForUser } from './support/which-pbx.js';

type Products = Readonly<Record<string, number>>;

/** Adds the devices of one message to what was counted before: the list comes in chunks, the last one marked. */
function count(before: Products, { devices = [] }: GetDevicesResultMessage): Products {
  const products = { ...before };
  for (const { product = 'unknown' } of devices) products[product] = (products[product] ?? 0) + 1;
  return products;
}

const ProductCounter = setupAutomaton({
  types: {
    context: {} as { readonly products: Products },
    messages: {} as GetDevicesResultMessage,
    output: {} as { readonly ok: true; readonly products: Products },
  },
  accepts: { GetDevicesResult: 'wire' },
}).createMachine({
  id: 'ProductCounter',
  initial: 'Initial',
  context: { products: {} },
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage({ mt: 'GetDevices' }) },
        GetDevicesResult: [
          {
            guard: ({ event }) => event.msg.last === true,
            target: 'Dead',
            actions: assign({ products: ({ context, event }) => count(context.products, event.msg) }),
          },
          { actions: assign({ products: ({ context, event }) => count(context.products, event.msg) }) },
        ],
      },
    },
    Dead: { type: 'final' },
  },
  output: ({ context }) => ({ ok: true, products: context.products }),
});

/** For `pbx-automata run samples/own-automaton.ts`, which logs in and runs it: the machine, and where it belongs. */
export default { machine: ProductCounter, app: 'devices' };

/** The same by hand: logs in, gives the automaton its authenticated socket, and runs it. */
async function main(): Promise<void> {
  const { pbx, credentials, options, close } = await pbxForUser();
  const devices = new AppServiceSpec('innovaphone-devices');
  const connector = new AppServiceLogin(pbx, credentials, [devices], options);
  if (!(await connector.connect())) giveUp([connector.getPbxA(), connector.getAppAutomaton(devices)]);
  const transitioner = new Transitioner();
  const counter = transitioner.add(ProductCounter, { socket: connector.getAppWebSocket(devices) });
  await transitioner.run();
  for (const [product, number] of Object.entries(counter.output?.products ?? {})) {
    console.log(`${number} ${product}`);
  }
  connector.close();
  await close();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
