/**
 * Reads the transactional outbox where an administrator set one up: which records changed, each with who changed them,
 * and which were deleted. Nothing of it is needed; without it, or when it was taken away, changes are found by time.
 */
import { z } from 'zod';
import type { CounterState } from '../../journal.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { OUTBOX_TABLE, OUTBOX_VERSION } from '../outbox-table.ts';
import { oneOrNone, rows } from '../rows.ts';
import { aged, type Place, placeNote, read, unread } from './outbox-place.ts';

export interface OutboxPage {
  /** Users who wrote a record, in order. */
  readonly written: ReadonlyMap<number, readonly number[]>;
  readonly deleted: readonly number[];
  /** It still says that it follows the model. */
  readonly isDeclared: boolean;
  readonly place: Place;
  readonly isLast: boolean;
}

const change = z.object({
  id: z.number(),
  x_name: z.string(),
  x_record: z.number(),
  x_occasion: z.string(),
  create_uid: oneOrNone,
});
const number = z.object({ id: z.number() });
const FOLLOWS = ['x_occasion', '=', 'follows'] as const;
const PAGE = 1_000;
/** Before its first look transactions may be open whose rows have smaller numbers than the last one that is seen. */
const LOOK_BACK = 1_000;

export class OutboxReader {
  readonly #model: string;
  readonly tag: string;
  #place: Place | undefined;
  #lastMs: number | undefined;

  constructor(watch: { readonly name: string; readonly model: string }, saved: readonly CounterState[]) {
    this.#model = watch.model;
    this.tag = `${watch.name}:outbox`;
    this.#place = placeNote.safeParse(saved.find(({ tag }) => tag === this.tag)?.memory).data;
  }

  /** Whether changes come by it; false until `begin` found one. */
  get isFollowed(): boolean {
    return this.#place !== undefined;
  }

  get place(): Place | undefined {
    return this.#place;
  }

  leave(): void {
    this.#place = undefined;
  }

  adopt(place: Place): void {
    this.#place = place;
  }

  /** Looks whether there is one for this model, of our version; a place that is known already stays. */
  async begin(erp: Erp): Promise<Result<void>> {
    const declared = await rows(erp, {
      ...{ model: OUTBOX_TABLE, row: number, limit: 1 },
      domain: [FOLLOWS, ['x_name', '=', this.#model], ['x_record', '=', OUTBOX_VERSION]],
    });
    if (!declared.ok || declared.value.length === 0) {
      this.#place = undefined;
      return declared.ok || isAway(declared.failure.code) ? ok(undefined) : declared;
    }
    if (this.#place) return ok(undefined);
    const newest = await rows(erp, {
      model: OUTBOX_TABLE,
      row: number,
      domain: [],
      order: 'id desc',
      limit: LOOK_BACK,
    });
    if (!newest.ok) return newest;
    const seen = newest.value.map(({ id }) => id).reverse();
    const last = seen.at(-1) ?? 0;
    this.#place = read(
      { last: Math.max(0, last - LOOK_BACK), gaps: [] },
      seen.filter((id) => id > last - LOOK_BACK),
    );
    return ok(undefined);
  }

  /** Undefined when there is none any more. */
  async next(erp: Erp, from: Place): Promise<Result<OutboxPage | undefined>> {
    const found = await rows(erp, {
      model: OUTBOX_TABLE,
      row: change,
      domain: ['|', FOLLOWS, ...unread(from)],
      order: 'id',
      limit: PAGE,
    });
    if (!found.ok) return isAway(found.failure.code) ? ok(undefined) : fail(found.failure);
    const own = found.value.filter(({ x_name }) => x_name === this.#model);
    const written = new Map<number, number[]>();
    for (const { x_record, x_occasion, create_uid } of own) {
      if (x_occasion === 'written') written.set(x_record, [...(written.get(x_record) ?? []), create_uid ?? 0]);
    }
    const isDeclared = own.some((row) => row.x_occasion === 'follows' && row.x_record === OUTBOX_VERSION);
    const deleted = own.filter(({ x_occasion }) => x_occasion === 'deleted').map(({ x_record }) => x_record);
    const place = read(
      from,
      found.value.map(({ id }) => id),
    );
    return ok({ written, deleted, isDeclared, place, isLast: found.value.length < PAGE });
  }

  /** The place with its gaps as old as they are now. */
  now(nowMs: number): Place | undefined {
    const elapsedMs = nowMs - (this.#lastMs ?? nowMs);
    this.#lastMs = nowMs;
    return this.#place && aged(this.#place, elapsedMs);
  }
}

const isAway = (code: string): boolean =>
  ['odoo-model-missing', 'odoo-access-denied', 'odoo-method-missing', 'odoo-answer-unreadable'].includes(code);
