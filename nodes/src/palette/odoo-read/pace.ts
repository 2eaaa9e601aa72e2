/**
 * Pages leave at the pace of the flow: the next one is read only when there is room for it. Room is shared by all readings of
 * a node, so that what it holds is bounded however many are asked for at once.
 */
import type { Failure } from '../../domain/failure.ts';
import { type Clock, fail, ok, type Result } from '../../domain/ports.ts';
import type { Followed } from '../../host/following.ts';

/** One that the flow works on, and one that waits for it. */
export const PAGES_UNDER_WAY = 2;

type Answer = (room: 'given' | 'late' | 'closed') => void;

export class Pace {
  readonly #clock: Clock;
  readonly #patienceMs: number;
  #underWay = 0;
  #isClosed = false;
  /** First come, first served. */
  #waiting: Answer[] = [];

  constructor(clock: Clock, patienceMs: number) {
    this.#clock = clock;
    this.#patienceMs = patienceMs;
  }

  /** The pages of one reading. */
  stretch(model: string): Stretch {
    return new Stretch(
      () => this.#room(model),
      () => this.#free(),
      () => this.#close(),
    );
  }

  async #room(model: string): Promise<Result<void>> {
    if (this.#isClosed) return fail(closing(model));
    if (this.#underWay < PAGES_UNDER_WAY) {
      this.#underWay += 1;
      return ok(undefined);
    }
    let cancel = (): void => undefined;
    const answer = await new Promise<Parameters<Answer>[0]>((resolve) => {
      this.#waiting.push(resolve);
      cancel = this.#clock.after(this.#patienceMs, () => {
        this.#waiting = this.#waiting.filter((one) => one !== resolve);
        resolve('late');
      });
    });
    cancel();
    if (answer === 'given') return ok(undefined);
    return fail(answer === 'late' ? notTaken(model, this.#patienceMs) : closing(model));
  }

  /** Room goes over to who waits longest. */
  #free(): void {
    const next = this.#waiting.shift();
    if (next) next('given');
    else this.#underWay -= 1;
  }

  #close(): void {
    this.#isClosed = true;
    for (const answer of this.#waiting.splice(0)) answer('closed');
  }
}

export class Stretch {
  readonly #ask: () => Promise<Result<void>>;
  readonly #free: () => void;
  readonly #close: () => void;
  readonly #sent = new Set<Followed>();
  #hasRoom = false;

  constructor(ask: () => Promise<Result<void>>, free: () => void, close: () => void) {
    this.#ask = ask;
    this.#free = free;
    this.#close = close;
  }

  /** Room for one page, kept until it is sent and taken. */
  async room(): Promise<Result<void>> {
    if (this.#hasRoom) return ok(undefined);
    const asked = await this.#ask();
    this.#hasRoom = asked.ok;
    return asked;
  }

  /** What was sent keeps the room until the flow has taken it. */
  carries(page: Followed): void {
    this.#hasRoom = false;
    this.#sent.add(page);
    void page.end.then((how) => {
      this.#sent.delete(page);
      if (how === 'closed') this.#close();
      this.#free();
    });
  }

  /** The reading ends here; what was sent keeps its room until it is taken. */
  end(): void {
    if (this.#hasRoom) this.#free();
    this.#hasRoom = false;
  }

  /** It ends, and nobody waits any more for what was sent. */
  giveUp(): void {
    this.end();
    for (const page of [...this.#sent]) page.forget();
  }
}

const notTaken = (model: string, patienceMs: number): Failure => ({
  code: 'page-not-taken',
  class: 'business',
  attempted: `read ${model} page by page`,
  on: model,
  reason: `the flow is not done with the pages before after ${patienceMs / 1_000} s`,
  nextStep:
    'Look for a node behind that waits for something, or collects pages (join, batch): let the pages come at once, raise the wait, or ask for each page.',
});

const closing = (model: string): Failure => ({
  code: 'reading-stopped',
  class: 'transient',
  attempted: `read ${model} page by page`,
  on: model,
  reason: 'the node was closed between two pages',
  nextStep: 'Ask again.',
});
