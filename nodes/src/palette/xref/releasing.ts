/** Sends on what waited for a code, by the replay of the dead letters: audited, in order, each once per change of rows. */
import type { DeadLetterSummary } from '../../domain/delivery/dead-letter.ts';
import type { Journal } from '../../domain/journal.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { releasable } from '../../domain/site/crosswalk/release.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';

const PAGE = 500;
/** Oldest letters that are looked at in one pass. */
const MOST = 20_000;
/** A unit may be a code of its own, so its failure has another name. */
const WAITING = [
  { state: 'open', code: 'unmapped' },
  { state: 'open', code: 'unit-unknown' },
] as const;
const ACTOR = 'crosswalk';

export class Releasing {
  readonly #journal: Journal;
  readonly #site: SitePackResource;
  /** What was put aside again although its code is mapped: a look-up elsewhere does not have our rows. */
  readonly #released = new Set<string>();
  lastPassMs = 0;
  /** Letters of this journal that wait for a code, as far as known. */
  waiting = 0;

  constructor(journal: Journal, site: SitePackResource) {
    this.#journal = journal;
    this.#site = site;
  }

  /** Rows changed: everything may be tried again. */
  forget(): void {
    this.#released.clear();
  }

  async pass(): Promise<Result<void>> {
    const found = await this.#parked();
    if (!found.ok) return found;
    const site = this.#site.pack.name;
    const ours = found.value.filter(({ failure }) => (failure.unknownCodes ?? []).some((code) => code.site === site));
    const known = releasable(ours, site, this.#site.crosswalk).filter((letter) => !this.#released.has(nameOf(letter)));
    let left = found.value.length;
    for (const letter of known) {
      const done = await this.#release(letter);
      if (!done.ok && done.failure.code !== 'letter-not-replayable' && done.failure.code !== 'letter-missing')
        return done;
      if (done.ok) left -= 1;
    }
    this.waiting = left;
    this.lastPassMs = Math.max(this.lastPassMs, ...found.value.map(({ buriedAt }) => buriedAt));
    return ok(undefined);
  }

  async count(): Promise<Result<void>> {
    let waiting = 0;
    for (const filter of WAITING) {
      const page = await this.#journal.deadLetterPage({ ...filter, limit: 1 });
      if (!page.ok) return page;
      waiting += page.value.total;
    }
    this.waiting = waiting;
    return ok(undefined);
  }

  async #release(letter: DeadLetterSummary): Promise<Result<unknown>> {
    const codes = letter.failure.unknownCodes ?? [];
    const words = codes.map(({ domain, code }) => `${domain} "${code}"`).join(', ');
    const decision = { actor: ACTOR, reason: `released by crosswalk: ${words}`, detail: { codes } };
    const done = await this.#journal.replay(letter.id, undefined, decision);
    if (done.ok) this.#released.add(nameOf(letter));
    return done;
  }

  /** Oldest first, whatever they are called. */
  async #parked(): Promise<Result<readonly DeadLetterSummary[]>> {
    const found: DeadLetterSummary[] = [];
    for (const filter of WAITING) {
      for (let afterId = 0; found.length < MOST; ) {
        const page = await this.#journal.deadLetterPage({ ...filter, limit: PAGE, afterId });
        if (!page.ok) return page;
        const { letters } = page.value;
        found.push(...letters.filter(({ queue, inDoubt }) => queue === undefined && inDoubt !== true));
        afterId = letters.at(-1)?.id ?? 0;
        if (letters.length < PAGE) break;
      }
    }
    return ok(found.sort((one, other) => one.id - other.id));
  }
}

/** The same message put aside for the same codes. */
const nameOf = ({ key, lane, failure }: DeadLetterSummary): string =>
  JSON.stringify([key, lane, failure.on, failure.unknownCodes]);
