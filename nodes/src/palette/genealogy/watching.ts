/**
 * Looks at what is completed in Odoo. What a document gives to tell, what was told of its gaps and how far Odoo was looked
 * at are one transaction of the journal. A document that is looked at twice tells nothing new.
 */
import type { Envelope } from '../../domain/envelope.ts';
import { toEpcis } from '../../domain/genealogy/epcis.ts';
import { compare } from '../../domain/genealogy/epcis-names.ts';
import { changesOf, GapBook } from '../../domain/genealogy/gap-book.ts';
import { findGaps } from '../../domain/genealogy/gaps.ts';
import { gapData, tell } from '../../domain/genealogy/tell.ts';
import type { CounterState } from '../../domain/journal.ts';
import { laterOf, shifted, textOf } from '../../domain/odoo/changes/moment.ts';
import { type CompletedDocument, completedNamed, completedSince } from '../../domain/odoo/genealogy-documents.ts';
import { type Looked, lookAt } from '../../domain/odoo/genealogy-facts.ts';
import { ProductNames } from '../../domain/odoo/genealogy-names.ts';
import { ok, type Result } from '../../domain/ports.ts';
import type { Intake } from '../../host/intake.ts';
import type { Desk } from './answering.ts';

/** Odoo stamps a change when its transaction begins. */
const OVERLAP_MS = 150_000;
const CURSOR = 'looked';
const MOST_TOLD = 1_000;

export interface WatchParts extends Omit<Desk, 'now' | 'mostLots'> {
  readonly intake: Intake;
  nowMs(): number;
  /** Somebody listens to what is told as EPCIS. */
  tellsEpcis(): boolean;
}

export class Watch {
  readonly #parts: WatchParts;
  readonly #book: GapBook;
  /** Documents by id, as they were looked at. */
  readonly #seen = new Map<string, string>();
  #cursor: string | undefined;
  /** What was completed before the first start is history. */
  readonly #start: string;
  /** What was told last of a document: told again only when it is something else. */
  readonly #told = new Map<string, string>();
  #isHealing = false;
  looked = 0;

  constructor(parts: WatchParts, saved: readonly CounterState[]) {
    this.#parts = parts;
    const gaps = saved.filter(({ tag }) => tag !== CURSOR);
    this.#book = new GapBook(gaps, parts.teller.hash);
    const cursor = saved.find(({ tag }) => tag === CURSOR);
    this.#cursor = cursor?.total;
    this.#start = cursor?.openFrom ?? textOf(parts.nowMs());
  }

  get open(): number {
    return this.#book.open().length;
  }

  /** A receipt was among what was completed: it may heal gaps of what was completed before. */
  get wantsRecheck(): boolean {
    return this.#isHealing;
  }

  async look(): Promise<Result<void>> {
    const begun = await this.#begin();
    if (!begun.ok) return begun;
    const from = laterOf(shifted(begun.value, -OVERLAP_MS), this.#start);
    const found = await completedSince(this.#parts.erp, from);
    if (!found.ok) return found;
    for (const [key, changed] of this.#seen) if (changed < from) this.#seen.delete(key);
    for (const document of found.value) {
      const key = `${document.kind} ${document.id}`;
      if (this.#seen.get(key) === document.changed) continue;
      const done = await this.#check(document, document.changed > begun.value ? document.changed : undefined);
      if (!done.ok) return done;
      this.#seen.set(key, document.changed);
      this.looked += 1;
      this.#isHealing ||= document.kind === 'receipt';
    }
    return ok(undefined);
  }

  /** Every document that has an open gap, once more. */
  async recheck(): Promise<Result<void>> {
    const documents = new Map(this.#book.open().map(({ about, document }) => [document, about]));
    for (const [name, about] of documents) {
      const document = await completedNamed(this.#parts.erp, about, name);
      if (!document.ok) return document;
      const done = document.value ? await this.#check(document.value) : await this.#keep(name, []);
      if (!done.ok) return done;
    }
    this.#isHealing = false;
    return ok(undefined);
  }

  async #begin(): Promise<Result<string>> {
    if (this.#cursor !== undefined) return ok(this.#cursor);
    const stored = await this.#parts.intake.take([], [this.#cursorRow(this.#start)]);
    if (!stored.ok) return stored;
    this.#cursor = this.#start;
    return ok(this.#start);
  }

  async #check(document: CompletedDocument, cursor?: string): Promise<Result<void>> {
    const { erp, site } = this.#parts;
    const names = new ProductNames(erp, site);
    const looked = await lookAt(erp, names, document);
    if (!looked.ok) return looked;
    const event = this.#parts.tellsEpcis() ? this.#epcis(looked.value, names) : ok(undefined);
    if (!event.ok) return event;
    const isNews = event.value && this.#told.get(document.name) !== event.value.id;
    const { facts, histories } = looked.value;
    const found = facts ? findGaps(facts, histories) : [];
    const kept = await this.#keep(document.name, found, event.value && isNews ? [event.value] : [], cursor);
    if (kept.ok && event.value) this.#remember(document.name, event.value.id);
    return kept;
  }

  async #keep(
    document: string,
    found: ReturnType<typeof findGaps>,
    told: readonly Envelope[] = [],
    cursor?: string,
  ): Promise<Result<void>> {
    const { intake, teller, nowMs } = this.#parts;
    const now = new Date(nowMs()).toISOString();
    const changes = changesOf(this.#book, document, found, now, teller.hash);
    const gaps = changes.map((gap) => tell(teller, 'trace.gap.changed', gapData(gap), now));
    const arrived: { identity: string[]; message: { event: Envelope; trail: [] } }[] = [];
    for (const event of [...gaps, ...told.map((one) => ok(one))]) {
      if (!event.ok) return event;
      arrived.push({ identity: [event.value.id], message: { event: event.value, trail: [] } });
    }
    const rows = [...this.#book.rowsOf(changes, nowMs()), ...(cursor ? [this.#cursorRow(cursor)] : [])];
    const stored = arrived.length + rows.length > 0 ? await intake.take(arrived, rows) : ok(undefined);
    if (!stored.ok) return stored;
    this.#book.put(changes, nowMs());
    this.#cursor = cursor ?? this.#cursor;
    return ok(undefined);
  }

  /** Made when its last event happened: the same facts are the same document. */
  #epcis({ transformations, passages, packings }: Looked, names: ProductNames): Result<Envelope | undefined> {
    const { teller, nowMs } = this.#parts;
    const times = [...transformations, ...passages, ...packings].map(({ at }) => at);
    const [last] = times.sort((a, b) => compare(b, a));
    if (last === undefined) return ok(undefined);
    const naming = { enterprise: teller.enterprise, gtinOf: names.gtinOf, uomOf: names.uomOf, now: last };
    const { '@context': context, ...document } = toEpcis({ transformations, passages, packings }, naming);
    if (document.epcisBody.eventList.length === 0) return ok(undefined);
    const data = { '@context': [...context], ...document, epcisBody: { eventList: [...document.epcisBody.eventList] } };
    return tell(teller, 'trace.events.projected', data, new Date(nowMs()).toISOString());
  }

  #remember(document: string, id: string): void {
    this.#told.delete(document);
    this.#told.set(document, id);
    const [oldest] = this.#told.keys();
    if (this.#told.size > MOST_TOLD && oldest !== undefined) this.#told.delete(oldest);
  }

  #cursorRow(cursor: string): CounterState {
    const at = new Date(this.#parts.nowMs()).toISOString();
    return { tag: CURSOR, epoch: 0, total: cursor, openFrom: this.#start, at, memory: [] };
  }
}
