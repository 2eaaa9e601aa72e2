/** Manufacturing orders: released, changed and cancelled, whichever of their rows says so. */

import { z } from 'zod';
import type { CounterState } from '../../journal.ts';
import type { Message } from '../../message.ts';
import { ok, type Result } from '../../ports.ts';
import type { SitePackResource } from '../../site/resource.ts';
import { rows } from '../rows.ts';
import { type Arrived, type Feed, type FeedParts, type FeedReport, messageOf, NOTHING, type Occasion } from './feed.ts';
import { EPOCH, instantOf, textOf } from './moment.ts';
import { firstName, releaseOf, wantedOf } from './order-document.ts';
import { readNames } from './order-names.ts';
import { decide, type Ended, type OrderNote, readNote, type Sighting, type Verdict } from './order-revision.ts';
import { isOpen, type OrderRows, readOrders, writesOf } from './order-rows.ts';
import { type OrderTables, type OrderWatch, orderWatches } from './order-tables.ts';
import { note, Stream, type StreamPolicy } from './stream.ts';

export interface OrderParts extends FeedParts {
  readonly tables: OrderTables;
  readonly site: string;
  readonly pack: SitePackResource;
  /** What is open at the first look: released to the plant, or known there already. */
  readonly first: 'release' | 'known';
}

interface Outcome {
  readonly root: string;
  readonly note: OrderNote;
  readonly verdict: Verdict | { readonly kind: 'refused' };
  readonly message?: Message;
}

const PREFIX = 'or:';
const BATCH = 50;

export class OrderFeed implements Feed {
  readonly #parts: OrderParts;
  readonly #streams: readonly (readonly [OrderWatch, Stream])[];
  readonly #notes: Map<string, OrderNote>;
  #isFirst: boolean;
  /** The first look has seen what the first sweep would. */
  #isSwept = false;

  constructor(parts: OrderParts, policy: StreamPolicy, saved: readonly CounterState[]) {
    this.#parts = parts;
    this.#streams = orderWatches(parts.tables).map((watch) => [
      watch,
      new Stream(watch, { ...policy, start: 'now' }, parts.hash, saved),
    ]);
    this.#notes = new Map(
      saved.flatMap(({ tag, memory }) => {
        const known = tag.startsWith(PREFIX) ? readNote(memory) : undefined;
        return known ? [[tag.slice(PREFIX.length), known] as const] : [];
      }),
    );
    this.#isFirst = !saved.some(({ tag }) => tag === `${PREFIX}first`);
  }

  async poll(): Promise<Result<FeedReport>> {
    const total = { emitted: 0, repeated: 0, own: 0, changed: [] as string[] };
    for (const [watch, stream] of this.#streams) {
      const polled = await stream.poll(this.#parts.erp, this.#parts.nowMs(), async ({ news, gone, notes }) => {
        const ids = [
          ...new Set([...news.flatMap(({ row }) => watch.orders(row)), ...(watch.name === 'order' ? gone : [])]),
        ];
        total.changed.push(...news.map(({ row }) => `${watch.model}:${row.id}`));
        return this.#evaluate(ids, 'live', notes, total);
      });
      if (!polled.ok) return polled;
      total.repeated += polled.value.repeated;
    }
    // After the streams know where they stand, so that nothing falls between the first look and them.
    const begun = this.#isFirst ? await this.#lookAtAll('backfill', total) : ok(undefined);
    return begun.ok ? ok(total) : begun;
  }

  /** Every order that is open here or there: finds deletions, and whatever no poll could see. */
  async sweep(): Promise<Result<FeedReport>> {
    if (this.#isSwept) {
      this.#isSwept = false;
      return ok(NOTHING);
    }
    const total = { emitted: 0, repeated: 0, own: 0, changed: [] as string[] };
    const looked = await this.#lookAtAll('reconcile', total);
    return looked.ok ? ok(total) : looked;
  }

  async replay(from: string, to: string, run: string): Promise<Result<FeedReport>> {
    const again = [...this.#notes]
      .filter(([, { upTo }]) => upTo >= from && upTo <= to)
      .sort(([, one], [, other]) => one.upTo.localeCompare(other.upTo));
    const arrived = again.flatMap(([root, known]): Arrived[] => {
      const message = this.#asToldLast(known);
      return message ? [{ identity: [root, known.version, 'replay', run], message }] : [];
    });
    const stored = await this.#parts.take(arrived, []);
    return stored.ok ? ok({ ...NOTHING, emitted: arrived.length }) : stored;
  }

  async #lookAtAll(mode: Occasion['mode'], total: { emitted: number; own: number }): Promise<Result<void>> {
    const open = await rows(this.#parts.erp, {
      ...{ model: 'mrp.production', row: z.object({ id: z.number() }), order: 'id' },
      domain: [['state', 'in', ['confirmed', 'progress', 'to_close']]],
    });
    if (!open.ok) return open;
    const known = [...this.#notes.values()].filter(({ state }) => state === 'released').flatMap(({ parts }) => parts);
    const looked = await this.#evaluate([...new Set([...open.value.map(({ id }) => id), ...known])], mode, [], total);
    if (!looked.ok || !this.#isFirst) return looked;
    const stored = await this.#parts.take([], [note(`${PREFIX}first`, true, textOf(this.#parts.nowMs()))]);
    if (stored.ok) {
      this.#isFirst = false;
      this.#isSwept = true;
    }
    return stored;
  }

  /** In batches; the notes of the rows that led here go with the last, so that a crash between repeats the question only. */
  async #evaluate(
    ids: readonly number[],
    mode: Occasion['mode'],
    notes: readonly CounterState[],
    total: { emitted: number; own: number },
  ): Promise<Result<void>> {
    for (let from = 0; from === 0 || from < ids.length; from += BATCH) {
      const outcomes = await this.#judge(ids.slice(from, from + BATCH), mode);
      if (!outcomes.ok) return outcomes;
      const isLast = from + BATCH >= ids.length;
      const stored = await this.#store(outcomes.value, isLast ? notes : []);
      if (!stored.ok) return stored;
      total.emitted += outcomes.value.filter(({ message }) => message).length;
      total.own += outcomes.value.filter(({ verdict }) => verdict.kind === 'ours').length;
    }
    return ok(undefined);
  }

  async #store(outcomes: readonly Outcome[], notes: readonly CounterState[]): Promise<Result<void>> {
    const states = outcomes.map(({ root, note: known }) => note(`${PREFIX}${root}`, known, known.upTo));
    const arrived = outcomes.flatMap(({ root, verdict, message, note: { version, refused } }): Arrived[] =>
      message ? [{ identity: [root, verdict.kind, version, refused ?? ''], message }] : [],
    );
    if (arrived.length + states.length + notes.length === 0) return ok(undefined);
    const stored = await this.#parts.take(arrived, [...states, ...notes]);
    if (stored.ok) for (const { root, note: known } of outcomes) this.#notes.set(root, known);
    return stored;
  }

  async #judge(ids: readonly number[], mode: Occasion['mode']): Promise<Result<readonly Outcome[]>> {
    if (ids.length === 0) return ok([]);
    const { erp, tables, pack, system } = this.#parts;
    const orders = await readOrders(erp, tables, ids);
    if (!orders.ok) return orders;
    const names = await readNames(erp, pack, system, wantedOf(orders.value));
    if (!names.ok) return names;
    const found = orders.value.flatMap((order) => {
      const known = this.#known(order);
      const { upTo, ours } = writesOf(order, known.upTo, this.#parts.ownUid);
      const parts = order.parts.map(({ id }) => id);
      const setting = { names: names.value, timeZone: pack.pack.timeZone, name: known.name, before: known.release };
      const sighting = sightingOf(order, ours, () => releaseOf(order, setting));
      if (sighting.ok) return this.#decided(order.root, { ...known, parts, upTo }, sighting.value, mode);
      return this.#refused(order.root, { ...known, parts, upTo }, sighting.failure, mode);
    });
    return ok([...found, ...this.#deleted(ids, orders.value, mode)]);
  }

  #known(order: OrderRows): OrderNote {
    const blank = { name: firstName(order), state: 'unknown' as const, version: 0, parts: [], upTo: EPOCH };
    return this.#notes.get(order.root) ?? blank;
  }

  /** Orders that were released and of which no record is left. */
  #deleted(ids: readonly number[], orders: readonly OrderRows[], mode: Occasion['mode']): readonly Outcome[] {
    const there = new Set(orders.flatMap(({ parts }) => parts.map(({ id }) => id)));
    const asked = new Set(ids);
    return [...this.#notes]
      .filter(([, { state, parts }]) => state === 'released' && parts.length > 0)
      .filter(([, { parts }]) => parts.every((id) => asked.has(id) && !there.has(id)))
      .flatMap(([root, known]) => {
        const upTo = textOf(this.#parts.nowMs());
        return this.#decided(root, { ...known, upTo }, { kind: 'deleted', ours: false }, mode);
      });
  }

  #decided(root: string, known: OrderNote, seen: Sighting, mode: Occasion['mode']): readonly Outcome[] {
    const before = this.#notes.get(root);
    const { verdict, ...after } = decide(known, seen, this.#parts.ownWrites === 'hide');
    const { release: _release, refused: _refused, ended: told, ...rest } = known;
    const ended = verdict.kind === 'cancelled' ? verdict.why : after.state === 'over' ? told : undefined;
    const next: OrderNote = { ...rest, ...after, ...(ended ? { ended } : {}) };
    const isSilent = mode === 'backfill' && this.#parts.first === 'known';
    if (verdict.kind === 'nothing' && JSON.stringify(before) === JSON.stringify(next)) return [];
    if (verdict.kind === 'nothing' && next.state === 'unknown') return [];
    const message = isSilent ? undefined : this.#messageOf(next, verdict, mode);
    return [{ root, note: next, verdict, ...(message ? { message } : {}) }];
  }

  /** Told once per reason; the next sweep looks again. What was there before the first look is no news. */
  #refused(
    root: string,
    known: OrderNote,
    failure: NonNullable<Message['failure']>,
    mode: Occasion['mode'],
  ): readonly Outcome[] {
    if (known.refused === failure.reason) return [];
    const isSilent = mode === 'backfill' && this.#parts.first === 'known';
    const { release, ...rest } = known;
    const next: OrderNote = { ...rest, ...(release ? { release } : {}), refused: failure.reason };
    const message: Message = {
      event: { order: known.name, model: 'mrp.production', ids: known.parts },
      failure,
      trail: [],
    };
    return [{ root, note: next, verdict: { kind: 'refused' }, ...(isSilent ? {} : { message }) }];
  }

  #messageOf(known: OrderNote, verdict: Verdict, mode: Occasion['mode']): Message | undefined {
    const { name, version, upTo } = known;
    const common = { operationsRequestId: name, requestVersion: version };
    if (verdict.kind === 'released') return this.#released(known, mode);
    if (verdict.kind === 'changed') {
      const changes = verdict.changes as { path: string; old: null; new: null }[];
      const data = { ...common, changes, effectiveFrom: instantOf(upTo) };
      return messageOf(this.#parts, 'operations.request.changed', data, this.#occasion(known, mode));
    }
    return verdict.kind === 'cancelled' ? this.#cancelled(known, verdict.why, mode) : undefined;
  }

  /** Who missed it needs the order as it stands, or to know that it is none any more. */
  #asToldLast(known: OrderNote): Message | undefined {
    if (known.state === 'released' && known.release) return this.#released(known, 'replay');
    return known.ended ? this.#cancelled(known, known.ended, 'replay') : undefined;
  }

  #cancelled(known: OrderNote, why: Ended, mode: Occasion['mode']): Message {
    const reason = { code: why, scheme: this.#parts.system };
    const data = { operationsRequestId: known.name, requestVersion: known.version, reason };
    return messageOf(this.#parts, 'operations.request.cancelled', data, this.#occasion(known, mode));
  }

  #released(known: OrderNote, mode: Occasion['mode']): Message {
    if (!known.release) throw new Error('a released order keeps its release');
    const data = { ...known.release, requestVersion: known.version };
    return messageOf(this.#parts, 'operations.request.released', data, this.#occasion(known, mode));
  }

  #occasion({ name, version, upTo }: OrderNote, mode: Occasion['mode']): Occasion {
    const { system } = this.#parts;
    const id = { tier: 'record' as const, system, model: 'mrp.production', record: name, revision: version };
    return { at: instantOf(upTo), mode, id };
  }
}

function sightingOf(
  { parts }: OrderRows,
  ours: boolean,
  release: () => ReturnType<typeof releaseOf>,
): Result<Sighting> {
  if (parts.some(isOpen)) {
    const document = release();
    return document.ok ? ok({ kind: 'open', release: document.value, ours }) : document;
  }
  if (parts.every(({ state }) => state === 'cancel')) return ok({ kind: 'cancelled', ours });
  return ok({ kind: parts.some(({ state }) => state === 'draft') ? 'draft' : 'done' });
}
