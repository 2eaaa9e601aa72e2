/** What a completed document of Odoo did with lots, and how it is told. */
import { system } from '../../../nodes/src/adapters/system.ts';
import { findGaps } from '../../../nodes/src/domain/genealogy/gaps.ts';
import { chainData, gapData, tell } from '../../../nodes/src/domain/genealogy/tell.ts';
import { completedNamed, completedSince } from '../../../nodes/src/domain/odoo/genealogy-documents.ts';
import { readRecords } from '../../../nodes/src/domain/odoo/genealogy-dossier.ts';
import { lookAt } from '../../../nodes/src/domain/odoo/genealogy-facts.ts';
import { ProductNames } from '../../../nodes/src/domain/odoo/genealogy-names.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant } from '../mapping/plant.ts';
import { Plant } from './plant.ts';

const plant = () => new Plant(() => Date.parse('2026-11-20T10:00:00Z'));
const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: object },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};

async function look(at: Plant) {
  const [document] = must(await completedSince(at.erp, '2026-11-20 00:00:00'));
  if (!document) throw new Error('nothing was completed');
  expect(must(await completedNamed(at.erp, 'order', document.name))).toEqual(document);
  return must(await lookAt(at.erp, new ProductNames(at.erp, siteResource(demoPlant())), document));
}

test('an order is read with what it made, used and should have used', async () => {
  const at = plant();
  const { facts, histories, transformations } = await look(at);
  expect(transformations).toMatchObject([{ order: 'MO/1', inputs: [{ product: 'RM' }], outputs: [{ quantity: '2' }] }]);
  expect(facts && findGaps(facts, histories)).toMatchObject([{ kind: 'lot-missing', product: 'RM' }]);
  at.lot = [2, 'R1'];
  const healed = await look(at);
  expect(healed.histories).toMatchObject([{ lot: { lot: 'R1' }, came: [{ how: 'received' }] }]);
  expect(healed.facts && findGaps(healed.facts, healed.histories)).toEqual([]);
});

test('a gap is told on the order, on the lot, or on the delivery where there is no lot', () => {
  const teller = { enterprise: 'ACME', site: 'MUC1', system: 'genealogy', hash: system.hash };
  const now = '2026-11-20T10:00:00.000Z';
  const head = { subject: 's', id: 'GAP-1', revision: 1, state: 'open', openedAt: now, changedAt: now } as const;
  const lot = { product: 'FG', lot: 'L1', isSerial: false };
  const told = (gap: object) =>
    gapData({ ...head, kind: 'origin-unknown', document: 'X/1', about: 'shipment', says: 'w', ...gap });
  expect(told({ about: 'order' })).toMatchObject({ about: 'order', operationsRequestId: 'X/1', severity: 'minor' });
  expect(told({ lot })).toMatchObject({ about: 'lot', lot: { lotId: 'L1' }, severity: 'major' });
  expect(told({})).toMatchObject({ about: 'delivery', deliveryId: 'X/1' });
  for (const gap of [{ about: 'order' }, { lot }, { state: 'closed' }])
    expect(tell(teller, 'trace.gap.changed', told(gap), now).ok).toBe(true);
});

test('a dossier has orders, times, notes and movements, and a chain says what it lacks in words', async () => {
  const chain = {
    ...{ root: { product: 'FG', lot: 'L1', isSerial: false }, direction: 'up' as const },
    ...{ levels: [], transformations: [], passages: [], packings: [], gaps: [{ kind: 'cut-off' as const, lots: 3 }] },
  };
  expect(chainData(chain)).toMatchObject({ direction: 'back', gaps: ['3 more lots follow; ask for more levels'] });
  const at = plant();
  at.orders = 0;
  expect(must(await readRecords(at.erp, 1, [chain]))).toEqual({ orders: [], times: [], notes: [], movements: [] });
});
