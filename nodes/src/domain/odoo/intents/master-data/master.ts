/**
 * Master data that another system owns: found by the external id it got from us, else by its code, else created. Only
 * the fields that are named are written; what Odoo keeps once it is used must be so already.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { unitExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { type Domain, rows } from '../../rows.ts';
import { differing } from '../../values/forms.ts';
import { guard } from '../../values/guard.ts';
import { createGuarded } from '../records/create-record.ts';
import { bring, known, readShown, receiptOf, type Values } from '../records/record.ts';
import type { Upserted } from '../records/upsert-record.ts';
import { findRecord } from '../references.ts';
import { type RecordRef, recordRefSchema, type Task } from '../spec.ts';

export type Standing = Pick<Task<unknown>, 'erp' | 'profile' | 'where' | 'deps'>;

export const uomCode = z.string().regex(/^[A-Z0-9]{2,3}$/, 'a UN/ECE Rec 20 code such as C62 or KGM');
export const decimalText = z.string().regex(/^\d+(\.\d{1,9})?$/, 'a decimal number written as text, such as "2.5"');

/** What every intent of this family may say about the record itself. */
export const master = {
  /** Which one it is and where it lives in Odoo; its id then goes before `id`. */
  record: recordRefSchema.optional(),
  /** Rises with every change at the owner: an older one, replayed late, changes nothing. */
  generation: z.int().min(0).optional(),
};

export const idOf = ({ id, record }: { readonly id: string; readonly record?: RecordRef | undefined }): string =>
  record?.id ?? id;

export interface Wanted {
  readonly model: string;
  readonly externalId: string;
  /** How a record that we did not create is recognised; empty: it is not. */
  readonly natural: Domain;
  readonly values: Values;
  /** Given when it is created, and never changed by us: a unit, a place in a tree. */
  readonly fixed?: Values;
  /** Given when it is created; what it shows later is not asked about, because nobody named it. */
  readonly initial?: Values;
  /** Where the plant says it lives; unless that is our own external id, it must be there. */
  readonly record?: RecordRef | undefined;
}

export async function upsertMaster(task: Standing, wanted: Wanted): Promise<Result<Upserted>> {
  const { model, values, fixed = {}, initial = {} } = wanted;
  const there = await findMaster(task, wanted);
  if (!there.ok) return there;
  if (there.value === undefined) {
    const guarded = await guard(task, model, { ...initial, ...values, ...fixed }, 'create');
    if (!guarded.ok) return guarded;
    const made = await createGuarded(task, model, wanted.externalId, guarded.value);
    return made.ok ? ok({ id: made.value, verdict: 'posted' }) : made;
  }
  const same = await isStillFixed(task, model, there.value, fixed);
  if (!same.ok) return same;
  const guarded = await guard(task, model, values, 'write');
  if (!guarded.ok) return guarded;
  const { values: checked, fieldsOf } = guarded.value;
  const verdict = await bring(task, model, there.value, checked, fieldsOf(model) ?? new Map());
  return verdict.ok ? ok({ id: there.value, verdict: verdict.value }) : verdict;
}

export async function findMaster(task: Standing, wanted: Omit<Wanted, 'values'>): Promise<Result<number | undefined>> {
  const { model, externalId: id, natural, record } = wanted;
  if (record && record.value !== id) {
    const bound = await findRecord(task.erp, model, record, task.where);
    return bound.ok ? ok(bound.value.id) : bound;
  }
  const own = await known(task.erp, id, model, task.where);
  if (!own.ok || own.value !== undefined || natural.length === 0) return own;
  const matches = await rows(task.erp, { model, row: z.object({ id: z.number() }), domain: natural, limit: 2 });
  if (!matches.ok) return matches;
  const [match, second] = matches.value;
  if (!second) return ok(match?.id);
  return fail(refusal('unmapped', task.where, `several records of ${model} with ${JSON.stringify(natural)}`));
}

async function isStillFixed(task: Standing, model: string, id: number, fixed: Values): Promise<Result<void>> {
  const names = Object.keys(fixed);
  if (names.length === 0) return ok(undefined);
  // Checked as for a new record: they are compared, never written.
  const guarded = await guard(task, model, fixed, 'compare');
  if (!guarded.ok) return guarded;
  const shown = await readShown(task, model, id, names);
  if (!shown.ok) return shown;
  const { values, fieldsOf } = guarded.value;
  const other = differing(fieldsOf(model) ?? new Map(), values, shown.value);
  if (other.length === 0) return ok(undefined);
  const found = other.map((name) => `${name} is ${JSON.stringify(shown.value[name])}`);
  return fail(refusal('fixed-in-odoo', task.where, found.join(', ')));
}

type Aged = Pick<Task<{ readonly generation?: number | undefined }>, 'intent' | 'memory' | 'remember' | 'where'>;

/** Remembered when it is done: what failed is no state that others could be older than. */
export async function unlessOlder(task: Aged, run: () => Promise<Result<Receipt>>): Promise<Result<Receipt>> {
  const { generation } = task.intent;
  const last = task.memory()['generation'];
  const isKnown = typeof last === 'number';
  if (generation === undefined) return run();
  if (isKnown && generation < last) {
    const summary = `${task.where.attempted} on ${task.where.on}: ${last} is in Odoo, ${generation} is older`;
    return ok({ verdict: 'noted', summary, records: [], readBack: { generation: last } });
  }
  const done = await run();
  if (!done.ok || last === generation) return done;
  const kept = await task.remember({ generation });
  return kept.ok ? done : kept;
}

/** Unit of Odoo that stands for a code: one of its own, or one that the intent `upsertUnit` made. */
export async function unitOf(task: Standing, code: string): Promise<Result<number>> {
  for (const id of [unitExternalId(code), externalId('uom', code)]) {
    const unit = id === undefined ? ok(undefined) : await known(task.erp, id, 'uom.uom', task.where);
    if (!unit.ok) return unit;
    if (unit.value !== undefined) return ok(unit.value);
  }
  return fail(refusal('unit-mismatch', task.where, `no unit of Odoo stands for ${code}`));
}

export const receiptFor = (task: Standing, model: string, done: Upserted, more: Receipt['readBack'] = {}): Receipt =>
  receiptOf(task, model, done.id, done.verdict, more);

/** Only what was named: an absent field keeps what people wrote there. */
export const given = (values: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

export const PROMISE = {
  postCondition: 'The record shows every value that was named.',
  once: 'Found where the plant says it lives, else by its external id, else by its code; values are absolute. Several records of one code are refused. A generation older than the last one changes nothing.',
  wizards: 'None.',
  undo: 'Send the former revision.',
};

/** Who owns master data is not the plant's user. */
export const LIMITS = { batch: 'an administrator carries it out, by calls' };
