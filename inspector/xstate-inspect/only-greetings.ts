import type { inspect } from '@xstate/inspect/lib/server.js';
import type { RawData, WebSocket, WebSocketServer } from 'ws';

/** The same class, but by the declarations for CommonJS, which this package of that time refers to. */
type InspectedServer = Parameters<typeof inspect>[0]['server'];

/**
 * The same server for `@xstate/inspect`, which would take every text for a JSON message, let the process end when
 * it is none, and hand on whatever a client wishes to send. Here a client can say one thing: that it is there.
 */
export function onlyGreetings(server: WebSocketServer): InspectedServer {
  const guardedServer: unknown = new Proxy(server, {
    get: (target, name) => {
      if (name === 'on') {
        return (event: string, listener: (...args: unknown[]) => void) =>
          target.on(
            event,
            event === 'connection'
              ? (client: WebSocket) => {
                  listener(guarded(client));
                }
              : listener,
          );
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return guardedServer as InspectedServer;
}

function guarded(client: WebSocket): { on: WebSocket['on'] } {
  const on = (event: string, listener: (data: RawData, isBinary: boolean) => void): WebSocket =>
    client.on(event, (data: RawData, isBinary: boolean) => {
      if (event !== 'message' || isGreeting(data, isBinary)) listener(data, isBinary);
    });
  return { on: on as WebSocket['on'] };
}

function isGreeting(data: RawData, isBinary: boolean): boolean {
  if (isBinary || !Buffer.isBuffer(data)) return false;
  try {
    const value: unknown = JSON.parse(data.toString());
    return (
      typeof value === 'object' && value !== null && 'type' in value && value.type === 'xstate.inspecting'
    );
  } catch {
    return false;
  }
}
