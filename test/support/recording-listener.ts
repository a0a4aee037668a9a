import type { CloseInfo, SocketListener, SocketPort } from '../../runtime/socket.js';

/** One thing a listener heard, in a form that compares well. */
export type HeardEvent = ['open', string] | ['text', string] | ['binary', number] | ['close', number, string];

/** Writes down what a socket says, and lets a test wait for it without a timer. */
export class RecordingListener implements SocketListener {
  readonly heard: HeardEvent[] = [];
  closeInfo: CloseInfo | undefined;
  #waiting: { isMet: () => boolean; go: () => void }[] = [];

  constructor(private readonly onHeard: (event: HeardEvent) => void = () => undefined) {}

  /** What was heard, without the addresses: `open`, `text x`, `binary 3`, `close 1000 bye`. */
  get words(): string[] {
    return this.heard.map(([kind, ...rest]) => (kind === 'open' ? 'open' : [kind, ...rest].join(' ').trim()));
  }

  /** Waits until `isMet`, asked after each thing heard. */
  async until(isMet: () => boolean): Promise<void> {
    if (isMet()) return;
    await new Promise<void>((go) => {
      this.#waiting.push({ isMet, go });
    });
  }

  untilOpen(): Promise<void> {
    return this.until(() => this.heard.some(([kind]) => kind === 'open'));
  }

  /** @returns how the connection ended */
  async untilClosed(): Promise<CloseInfo> {
    await this.until(() => this.closeInfo !== undefined);
    return this.closeInfo ?? { code: 0, reason: 'never closed' };
  }

  open(url: string): void {
    this.#hear(['open', url]);
  }

  text(text: string): void {
    this.#hear(['text', text]);
  }

  binary(length: number): void {
    this.#hear(['binary', length]);
  }

  close(info: CloseInfo): void {
    this.closeInfo = info;
    this.#hear(['close', info.code, info.reason]);
  }

  #hear(event: HeardEvent): void {
    this.heard.push(event);
    this.onHeard(event);
    const met = this.#waiting.filter(({ isMet }) => isMet());
    this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting));
    for (const { go } of met) go();
  }
}

/** Connects and waits until the socket is open. */
export async function openSocket(
  socket: SocketPort,
): Promise<{ listener: RecordingListener; detach: () => void }> {
  const listener = new RecordingListener();
  const detach = socket.attach(listener);
  socket.connect();
  await listener.untilOpen();
  return { listener, detach };
}
