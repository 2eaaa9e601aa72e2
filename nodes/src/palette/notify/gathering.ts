/** What waits for the next digest, in the journal: stored before anything is told, told when its window ends. */
import type { Failure } from '../../domain/failure.ts';
import { isRetryable } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import { type Clock, ok, type Result } from '../../domain/ports.ts';
import {
  CALM,
  type DigestPolicy,
  type DigestState,
  dueMs,
  onNotice,
  onTime,
  onTold,
  type Verdict,
} from '../../domain/publishing/digest.ts';
import type { Notice } from '../../domain/publishing/notice.ts';
import { createLanes, type Lanes } from '../../host/lanes.ts';

export interface Surroundings {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Under which the state lies in the journal. */
  readonly name: string;
  readonly policy: DigestPolicy;
  tell(closing: NonNullable<DigestState['closing']>): Promise<Result<unknown>>;
  /** Nobody can be told: a person has to look. */
  giveUp(closing: NonNullable<DigestState['closing']>, failure: Failure): Promise<Result<unknown>>;
  trouble(failure: Failure): void;
}

const AGAIN_MS = 60_000;
const LANE = 'state';

export class Gathering {
  readonly #around: Surroundings;
  readonly #turns: Lanes;
  #state: DigestState | undefined;
  #cancel: () => void = () => undefined;
  #telling: Promise<void> | undefined;
  /** After a failure; notices that come meanwhile change nothing about it. */
  #notBeforeMs = 0;
  #isClosed = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#turns = createLanes(around.clock);
  }

  /** Goes on with what was kept before a restart. */
  async open(): Promise<Result<void>> {
    const { journal, name } = this.#around;
    const known = await journal.orderLedger(name);
    if (!known.ok) return known;
    this.#state = (known.value.binding as unknown as DigestState | undefined) ?? CALM;
    this.#arrange();
    return ok(undefined);
  }

  get kept(): DigestState['kept'] {
    return this.#state?.kept;
  }

  async admit(notice: Notice): Promise<Result<Verdict>> {
    const { clock, policy } = this.#around;
    let answer: Result<Verdict> = ok('known');
    await this.#turns.run(LANE, async () => {
      const next = onNotice(this.#state ?? CALM, notice, clock.now(), policy);
      const stored = await this.#store(next.state);
      answer = stored.ok ? ok(next.verdict) : stored;
    });
    this.#arrange();
    return answer;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#telling;
  }

  async #store(next: DigestState): Promise<Result<void>> {
    if (next === this.#state) return ok(undefined);
    const stored = await this.#around.journal.bindOrder(this.#around.name, { ...next });
    if (stored.ok) this.#state = next;
    return stored;
  }

  #arrange(): void {
    this.#cancel();
    const { clock, policy } = this.#around;
    const due = this.#state && dueMs(this.#state, policy);
    if (due === undefined || this.#isClosed || this.#telling) return;
    const nowMs = clock.now();
    const pauseMs = Math.min(Math.max(0, this.#notBeforeMs - nowMs), AGAIN_MS);
    const waitMs = Math.max(Math.min(Math.max(0, due - nowMs), policy.windowMs), pauseMs);
    this.#cancel = clock.after(waitMs, () => {
      this.#telling ??= this.#end().then((isDone) => {
        this.#telling = undefined;
        this.#notBeforeMs = isDone ? 0 : clock.now() + AGAIN_MS;
        this.#arrange();
      });
    });
  }

  /** False when it has to be tried again. */
  async #end(): Promise<boolean> {
    const { clock, policy, tell, giveUp, trouble } = this.#around;
    const ended = await this.#change((state) => onTime(state, clock.now(), policy));
    if (!ended.ok) trouble(ended.failure);
    const closing = this.#state?.closing;
    if (!ended.ok || !closing) return ended.ok;
    const told = await tell(closing);
    if (!told.ok) {
      trouble(told.failure);
      if (isRetryable(told.failure)) return false;
      const kept = await giveUp(closing, told.failure);
      if (!kept.ok) return false;
    }
    return (await this.#change(onTold)).ok;
  }

  async #change(change: (state: DigestState) => DigestState): Promise<Result<void>> {
    let answer: Result<void> = ok(undefined);
    await this.#turns.run(LANE, async () => {
      answer = await this.#store(change(this.#state ?? CALM));
    });
    return answer;
  }
}
