import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../runtime/clock.js';
import { encode } from '../../runtime/exact-json.js';
import type { PageMessage, ProcessMessage } from '../model/attach-protocol.js';
import type { Desk, Done } from './desk.js';
import { readPageMessage } from './page-messages.js';
import type { TraceHub } from './trace-hub.js';

/** What is shown to pages. */
export interface AttachPlace {
  readonly hub: TraceHub;
  /** Undefined: pages may only look. */
  readonly desk: Desk | undefined;
  readonly clock: Clock;
  readonly title: string;
  readonly isLive: boolean;
  readonly scenarios: readonly { readonly name: string; readonly description: string }[];
}

/** A page that takes nothing for so long is let go, in milliseconds. */
const patienceMs = 30_000;

/** Answers that may wait for a page that does not read, before it is let go. */
const answerLimit = 1000;

/**
 * One attached page. It takes records from the hub at its own pace: the next part is read when the one before has
 * left, so a slow page costs no memory, and one that stands still is let go.
 */
export class PageConnection {
  #position = 0;
  #isAttached = false;
  #isSending = false;
  #isClosed = false;
  #isControlDue = false;
  #greeting: ProcessMessage | undefined;
  readonly #answers: ProcessMessage[] = [];
  #patience: unknown;
  readonly #stopListening: (() => void)[] = [];

  constructor(
    private readonly socket: WebSocket,
    private readonly place: AttachPlace,
  ) {
    const { hub, desk } = place;
    this.#stopListening.push(
      hub.onMore(() => {
        this.#pump();
      }),
    );
    if (desk !== undefined) {
      this.#stopListening.push(
        desk.onChange(() => {
          this.#isControlDue = true;
          this.#pump();
        }),
      );
    }
    socket.on('message', (data, isBinary) => {
      this.#heard(data, isBinary);
    });
    socket.on('close', () => {
      this.#ended();
    });
    // ws closes the socket itself, with a code that says why (1009: too large); there is nobody else to tell.
    socket.on('error', () => undefined);
  }

  /** Says goodbye and closes. */
  close(why: string, code = 1001): void {
    if (this.#isClosed) return;
    this.#ended();
    this.socket.send(encode({ type: 'bye', why } satisfies ProcessMessage), () => undefined);
    this.socket.close(code);
  }

  #heard(data: RawData, isBinary: boolean): void {
    if (this.#isClosed) return;
    if (isBinary) {
      this.#answer({ type: 'refused', reason: 'Messages to the inspector are texts.' });
      return;
    }
    // ws hands texts over as one buffer, unless it is told otherwise.
    const understood = readPageMessage((data as Buffer).toString());
    if (!understood.ok) {
      const { id, reason } = understood;
      this.#answer({ type: 'refused', ...(id !== undefined && { id }), reason });
    } else if (understood.message.type === 'hello') this.#greet(understood.message.after);
    else void this.#act(understood.message);
  }

  #greet(after: number): void {
    const { hub, desk, title, isLive, scenarios } = this.place;
    hub.flush();
    this.#position = hub.positionAfter(after);
    this.#isAttached = true;
    this.#isControlDue = desk !== undefined;
    this.#greeting = {
      type: 'hello',
      title,
      isLive,
      canControl: desk !== undefined,
      scenarios: desk === undefined ? [] : scenarios,
      newest: hub.newest,
    };
    this.#pump();
  }

  async #act({ id, command }: PageMessage & { type: 'act' }): Promise<void> {
    const { desk, hub } = this.place;
    if (desk === undefined) {
      const reason =
        'This program lets the page look only; start it with --control or --hold, or with inspect({ control: true }).';
      this.#answer({ type: 'refused', id, reason });
      return;
    }
    let done: Done;
    try {
      done = await desk.act(command);
    } catch (error) {
      const reason = desk.masked(error instanceof Error ? error.message : String(error));
      this.#answer({ type: 'refused', id, reason });
      return;
    }
    // The record that is named in the answer reaches the page before it.
    hub.flush();
    this.#answer({ type: 'done', id, ...done });
  }

  #answer(message: ProcessMessage): void {
    this.#answers.push(message);
    if (this.#answers.length > answerLimit) this.#letGo();
    else this.#pump();
  }

  /** Sends what is next, if nothing is on its way; answers come after the records that they speak of. */
  #pump(): void {
    if (this.#isSending || this.#isClosed) return;
    const text = this.#hello() ?? this.#records() ?? this.#nextAnswer() ?? this.#control();
    if (text === undefined) return;
    this.#isSending = true;
    this.#patience = this.place.clock.setTimeout(() => {
      this.#letGo();
    }, patienceMs);
    this.socket.send(text, () => {
      this.place.clock.clearTimeout(this.#patience);
      this.#isSending = false;
      this.#pump();
    });
  }

  #hello(): string | undefined {
    const greeting = this.#greeting;
    this.#greeting = undefined;
    return greeting && encode(greeting);
  }

  #records(): string | undefined {
    if (!this.#isAttached) return undefined;
    const batch = this.place.hub.read(this.#position);
    if (batch === undefined) return undefined;
    this.#position = batch.next;
    return `{"type":"records","records":${batch.json}}`;
  }

  #nextAnswer(): string | undefined {
    const answer = this.#answers.shift();
    return answer === undefined ? undefined : encode(answer);
  }

  #control(): string | undefined {
    const { desk } = this.place;
    if (!this.#isControlDue || !this.#isAttached || desk === undefined) return undefined;
    this.#isControlDue = false;
    return encode({ type: 'control', control: desk.state } satisfies ProcessMessage);
  }

  #letGo(): void {
    if (this.#isClosed) return;
    this.close(
      'The page takes nothing any more, so the program lets it go; reload it to attach again.',
      1013,
    );
    this.socket.terminate();
  }

  #ended(): void {
    this.#isClosed = true;
    this.place.clock.clearTimeout(this.#patience);
    for (const stop of this.#stopListening.splice(0)) stop();
  }
}
