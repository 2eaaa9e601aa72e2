/** The person who looks after the dead letters: puts right what can be put right and replays it, discards what is none. */
import { DOOR } from '../flows/bench/flow-side.ts';
import type { Source } from './source.ts';

export interface Letter {
  readonly id: number;
  readonly lane?: string;
  readonly stage: string;
  readonly failure: { readonly code: string };
  readonly text: string;
}

/** What is left over, with its reason. */
export interface Left {
  readonly letters: readonly Letter[];
  readonly queued: number;
  readonly untaken: number;
}

const LOOK_EVERY_MS = 400;
/** What a message that is no event is refused with. */
const NO_EVENT = 'not-an-event';

export class Operator {
  readonly #url: string;
  readonly #sources: () => readonly Source[];
  #lookedAt = 0;
  replays = 0;

  constructor(url: string, sources: () => readonly Source[]) {
    this.#url = url;
    this.#sources = sources;
  }

  async look(): Promise<void> {
    if (Date.now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = Date.now();
    for (const letter of (await this.#letters()) ?? []) await this.#decide(letter);
  }

  /** Something that is no fact and must come to nothing but a dead letter. */
  async poison(): Promise<void> {
    const props = [{ p: 'payload', v: '{"poison":true}', vt: 'json' }];
    await this.#ask(`/inject/${DOOR}`, { __user_inject_props__: props });
  }

  async #decide({ id, lane, failure }: Letter): Promise<void> {
    const replay = `/plantwire/dead-letters/${id}/replay`;
    if (failure.code === NO_EVENT) {
      // It is tried once more now and then: it comes back as another letter.
      const isTried = id % 2 === 0;
      await this.#ask(isTried ? replay : `/plantwire/dead-letters/${id}/discard`, { reason: 'not an event' });
      return;
    }
    for (const source of this.#sources()) {
      if (lane && (await source.repair(lane)) && (await this.#ask(replay, {}))) this.replays += 1;
    }
  }

  async isQuiet(): Promise<boolean> {
    const { letters, queued, untaken } = await this.left();
    return letters.length + queued + untaken === 0;
  }

  async left(): Promise<Left> {
    const letters = await this.#letters();
    const health = (await this.#ask('/health')) as { outbox?: { depth: number; untaken: number } } | undefined;
    const unknown = Number.POSITIVE_INFINITY;
    return {
      letters: letters ?? [],
      queued: health?.outbox?.depth ?? unknown,
      untaken: letters === undefined ? unknown : (health?.outbox?.untaken ?? unknown),
    };
  }

  async #letters(): Promise<readonly Letter[] | undefined> {
    const found = (await this.#ask('/plantwire/dead-letters?state=open')) as { deadLetters: Letter[] } | undefined;
    return found?.deadLetters;
  }

  /** Undefined when the process died meanwhile or is not ready. */
  async #ask(path: string, body?: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    try {
      const response = await fetch(`${this.#url}${path}`, init);
      return response.ok || path === '/health' ? await response.json().catch(() => undefined) : undefined;
    } catch {
      return undefined;
    }
  }
}
