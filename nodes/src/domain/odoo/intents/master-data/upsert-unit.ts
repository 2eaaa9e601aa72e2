/** A unit of measure made of another one. Odoo itself would turn kilograms into litres: the dimension is checked here. */
import { z } from 'zod';
import { findUnit, sameDimension } from '../../../canonical/uom.ts';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, amount, text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { masterDataOf } from '../../dialects/master-data.ts';
import type { BaseUnit, MasterData } from '../../dialects/master-data-rows.ts';
import { unitExternalId } from '../../materials.ts';
import { refusal, type Where } from '../../refusals.ts';
import { createOnce } from '../../rows.ts';
import { known, readShown } from '../records/record.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { decimalText, LIMITS, PROMISE, receiptFor, unitOf, uomCode } from './master.ts';

const schema = z.strictObject({
  kind: z.literal('upsertUnit'),
  ...standing,
  /** UN/ECE Rec 20, or a package of Rec 21 with its X. */
  code: uomCode,
  name: z.string().min(1),
  /** So many of `of` are one of it. */
  factor: decimalText.refine((factor) => /[1-9]/.test(factor), 'more than zero'),
  of: uomCode,
});
type UpsertUnit = z.output<typeof schema>;

const MODEL = 'uom.uom';

export const upsertUnit = defineIntent({
  kind: 'upsertUnit',
  title: 'Create a unit of measure',
  schema,
  promised: {
    ...PROMISE,
    does: 'Creates a unit as a multiple of another one of the same dimension. A factor is never changed: what was posted in the unit would change with it.',
    undo: 'Archive the unit in Odoo.',
  },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Inventory / Administrator'],
    [MODEL, 'read', 'Inventory'],
  ],
  where: ({ code }) => ({ attempted: 'upsert the unit', on: code }),
  carryOut,
});

async function carryOut(task: Task<UpsertUnit>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const names = masterDataOf(profile);
  if (!names.ok) return names;
  const wrong = dimensionTrouble(intent, where);
  if (wrong) return wrong;
  const base = await baseUnit(task, names.value);
  if (!base.ok) return base;
  const name = unitExternalId(intent.code) ?? externalId('uom', intent.code);
  const there = await known(erp, name, MODEL, where);
  if (!there.ok) return there;
  const cells = { id: name, name: intent.name, ...names.value.unitCells(base.value, amount(intent.factor)) };
  const id = there.value === undefined ? await createOnce(erp, MODEL, cells) : ok(there.value);
  if (!id.ok) return id;
  const shown = await readShown(task, MODEL, id.value, ['name', ...names.value.unitFieldsToRead]);
  if (!shown.ok) return shown;
  const factor = names.value.factorOf(shown.value, base.value);
  if (!factor || !isSame(factor, amount(intent.factor))) {
    return fail(refusal('fixed-in-odoo', where, `one ${intent.code} is ${factor ? text(factor) : '?'} ${intent.of}`));
  }
  const verdict = there.value === undefined ? 'posted' : 'already';
  return ok(receiptFor(task, MODEL, { id: id.value, verdict }, { factor: intent.factor, of: intent.of }));
}

/** Both known: their factor is a matter of physics. One unknown: a package, which holds pieces or anything else. */
function dimensionTrouble({ code, of, factor }: UpsertUnit, where: Where): Result<Receipt> | undefined {
  const [mine, theirs] = [findUnit(code), findUnit(of)];
  if (!theirs) return fail(refusal('unit-mismatch', where, `${of} is no unit that Plantwire knows`));
  if (!mine) {
    return code.startsWith('X')
      ? undefined
      : fail(refusal('unit-mismatch', where, `${code} is no unit that Plantwire knows`));
  }
  if (!sameDimension(code, of)) return fail(refusal('unit-mismatch', where, `${code} and ${of}`));
  const exact = amount(mine.factor).dividedBy(theirs.factor);
  if (isSame(exact, amount(factor))) return undefined;
  return fail(refusal('unit-mismatch', where, `one ${code} is ${text(exact)} ${of}, not ${factor}`));
}

/** Odoo keeps the inverse as a float in 14. */
const isSame = (one: Amount, other: Amount): boolean =>
  one.minus(other).abs().lessThanOrEqualTo(other.abs().times('1e-9'));

async function baseUnit(task: Task<UpsertUnit>, names: MasterData): Promise<Result<BaseUnit>> {
  const { intent, where } = task;
  const id = await unitOf(task, intent.of);
  if (!id.ok) return id;
  const row = await readShown(task, MODEL, id.value, names.baseUnitFields);
  if (!row.ok) return row;
  const base = names.baseUnit(row.value);
  return base ? ok(base) : fail(refusal('unit-mismatch', where, `${intent.of} is not readable`));
}
