/**
 * Decisions of people about one connection: kept on disk before they are in force, and told to the audit of every journal
 * its postings go through. A journal that cannot be written does not keep a person from switching off; it is told later.
 */
import type { Decision } from '../../domain/delivery/dead-letter.ts';
import {
  auditOf,
  type OperatorSwitch,
  type Switchings,
  switched,
  switchOwner,
  toldIn,
  toldRow,
} from '../../domain/delivery/switching.ts';
import type { Journal } from '../../domain/journal.ts';
import { type Clock, ok, type Result } from '../../domain/ports.ts';
import { bounded } from '../../host/bounded.ts';

/** What the entry gets from disk; kept by the id of the connection. */
export interface SwitchStore {
  read(userDir: string, connection: string): Promise<Result<Switchings>>;
  write(userDir: string, connection: string, switchings: Switchings): Promise<Result<void>>;
}

export interface SwitchLogParts {
  readonly store: SwitchStore;
  readonly clock: Clock;
  readonly userDir: string;
  /** Id of the configuration node. */
  readonly connection: string;
  /** What people call it. */
  readonly name: string;
}

type Auditor = Pick<Journal, 'counters' | 'recordStep'>;

const AGAIN_MS = 30_000;
/** A person waits for the answer. */
const TOLD_WITHIN_MS = 3_000;

export class SwitchLog {
  readonly #parts: SwitchLogParts;
  readonly #journals = new Set<Auditor>();
  #all: Switchings;
  #keeping: Promise<unknown> = Promise.resolve();
  #telling: Promise<unknown> = Promise.resolve();
  #cancel: () => void = () => undefined;
  #isClosed = false;

  constructor(parts: SwitchLogParts, before: Switchings) {
    this.#parts = parts;
    this.#all = before;
  }

  /** Oldest first. */
  all(): Switchings {
    return this.#all;
  }

  /**
   * `inForce` is called when it is kept on disk; no journal is waited for before that, and none for long behind it.
   * `isAudited`: every journal has it.
   */
  async decide(
    to: OperatorSwitch,
    decision: Decision,
    inForce: () => void,
  ): Promise<Result<{ readonly isAudited: boolean }>> {
    const { store, clock, userDir, connection } = this.#parts;
    const keeping = this.#keeping.then(async () => {
      const all = switched(this.#all, to, decision, clock.now());
      const kept = await store.write(userDir, connection, all);
      if (!kept.ok) return kept;
      this.#all = all;
      inForce();
      return kept;
    });
    this.#keeping = keeping;
    const kept = await keeping;
    if (!kept.ok) return kept;
    let isAudited = false;
    await bounded(
      clock,
      TOLD_WITHIN_MS,
      this.#tellAll().then((told) => (isAudited = told)),
    );
    return ok({ isAudited });
  }

  /** Tells this journal from now on, and what it was not told before. Returns how to stop. */
  auditedIn(journal: Auditor): () => void {
    this.#journals.add(journal);
    void this.#tellAll();
    return () => void this.#journals.delete(journal);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#journals.clear();
  }

  /** One after the other: no journal hears a decision twice. */
  #tellAll(): Promise<boolean> {
    const telling = this.#telling.then(async () => {
      const told = await Promise.all([...this.#journals].map((journal) => this.#tell(journal)));
      this.#cancel();
      if (told.includes(false) && !this.#isClosed)
        this.#cancel = this.#parts.clock.after(AGAIN_MS, () => void this.#tellAll());
      return told.length > 0 && !told.includes(false);
    });
    this.#telling = telling;
    return telling;
  }

  async #tell(journal: Auditor): Promise<boolean> {
    const last = this.#all.at(-1);
    if (!last) return true;
    const owner = switchOwner(this.#parts.connection);
    const rows = await journal.counters(owner);
    if (!rows.ok) return false;
    const decisions = auditOf(this.#parts.name, this.#all, toldIn(rows.value));
    if (decisions.length === 0) return true;
    const step = { owner, counters: [toldRow(last)], events: [], segments: [], decisions };
    return (await journal.recordStep(step)).ok;
  }
}
