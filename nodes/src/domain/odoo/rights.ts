/** What the integration user must be allowed to do, asked of Odoo before the first posting needs it. */
import type { Failure } from '../failure.ts';
import { type Erp, ok, type Result } from '../ports.ts';

const NEEDED: readonly (readonly [model: string, operation: 'read' | 'write' | 'create', app: string])[] = [
  ['mrp.production', 'write', 'Manufacturing'],
  ['mrp.workorder', 'write', 'Manufacturing'],
  ['stock.move', 'write', 'Inventory'],
  ['stock.move.line', 'create', 'Inventory'],
  ['stock.lot', 'create', 'Inventory'],
  ['stock.scrap', 'create', 'Inventory'],
  ['product.product', 'read', 'Inventory'],
  ['uom.uom', 'read', 'Inventory'],
];

/** Since 18 one method asks for a right without raising. */
const HAS_ACCESS_SINCE = 18;

export interface Rights {
  /** `create stock.lot (Inventory)`, one line each. */
  readonly missing: readonly string[];
}

export async function checkRights(erp: Erp): Promise<Result<Rights>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const { major } = profile.value;
  const missing: string[] = [];
  for (const [name, operation, app] of NEEDED) {
    const model = name === 'stock.lot' && major < 16 ? 'stock.production.lot' : name;
    const answer = await erp.call(
      major >= HAS_ACCESS_SINCE
        ? { model, method: 'has_access', ids: [], args: { operation }, repeatable: true }
        : { model, method: 'check_access_rights', args: { operation, raise_exception: false }, repeatable: true },
    );
    if (!answer.ok && !isAboutTheModel(answer.failure)) return answer;
    if (!answer.ok || answer.value !== true) missing.push(`${operation} ${model} (${app})`);
  }
  return ok({ missing });
}

const isAboutTheModel = (failure: Failure): boolean =>
  ['odoo-model-missing', 'odoo-method-missing', 'odoo-access-denied'].includes(failure.code);
