import type { AnyMessage, Message } from '../../../runtime/message.js';
import { RecordingTracer } from '../../support/recording-tracer.js';

/** Keeps the exact texts of a run, by lane. */
export class WireTap extends RecordingTracer {
  readonly #texts = new Map<string, { readonly in: string[]; readonly out: string[] }>();

  /** What passed on a lane. */
  on(lane: string): { readonly in: readonly string[]; readonly out: readonly string[] } {
    return this.#lane(lane);
  }

  get lanes(): string[] {
    return [...this.#texts.keys()].sort();
  }

  override messageIn(lane: string, text: string, msg: AnyMessage): number {
    this.#lane(lane).in.push(text);
    return super.messageIn(lane, text, msg);
  }

  override messageOut(lane: string, text: string, msg: Message, cause: number): number {
    this.#lane(lane).out.push(text);
    return super.messageOut(lane, text, msg, cause);
  }

  #lane(lane: string): { in: string[]; out: string[] } {
    const texts = this.#texts.get(lane) ?? { in: [], out: [] };
    this.#texts.set(lane, texts);
    return texts;
  }
}
