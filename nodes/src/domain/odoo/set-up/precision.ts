/** Decimals of quantities: Odoo rounds to them in silence. They may be raised, never lowered: lowering loses what is stored. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { chooseDialect } from '../dialects/choose.ts';
import { rows } from '../rows.ts';
import { type SetUpStep, writeRecord } from './step.ts';

export async function precisionSteps(admin: Erp, digits: number): Promise<Result<SetUpStep[]>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const dialect = chooseDialect(profile.value);
  if (!dialect.ok) return dialect;
  const { digitsName } = dialect.value;
  const now = await dialect.value.digits(admin);
  if (!now.ok) return now;
  if (now.value >= digits) return ok([]);
  const found = await rows(admin, {
    model: 'decimal.precision',
    row: z.object({ id: z.number(), name: z.string() }),
    domain: [['name', '=', digitsName]],
  });
  if (!found.ok) return found;
  const [precision] = found.value;
  if (!precision)
    return fail({
      code: 'odoo-record-missing',
      class: 'configuration',
      attempted: 'raise the decimals of quantities',
      on: digitsName,
      reason: 'Odoo has no decimal accuracy of this name',
      nextStep: 'Look under Settings, Technical, Decimal Accuracy, and raise it by hand.',
    });
  const says = `raise the decimals of "${precision.name}" from ${now.value} to ${digits}; this cannot be taken back`;
  return ok([{ says, run: () => writeRecord(admin, 'decimal.precision', precision.id, { digits }) }]);
}

/** There is no way back that loses nothing, so none is offered. */
export const noPrecisionSteps = async (): Promise<Result<SetUpStep[]>> =>
  fail({
    code: 'odoo-not-taken-back',
    class: 'configuration',
    attempted: 'lower the decimals of quantities',
    on: 'Odoo',
    reason: 'quantities that were stored with more decimals would be rounded',
    nextStep: 'Leave them. Who must, makes a backup and lowers Digits under Settings, Technical, Decimal Accuracy.',
  });
