/** Brings lots back from quarantine to the places that holds took them from, line by line. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { type Amount, sum, ZERO } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { one, rows } from '../../rows.ts';
import { idsOf, type LotGroup, RELEASE, type Slip, transfersUnder } from './lot-group.ts';
import type { LotLine } from './lot-line.ts';
import { type LotQuant, readQuants } from './lot-lines.ts';
import { readPackages } from './packages.ts';
import { type Moved, moveLots, type Transfer } from './transfer.ts';

/** `away`: what holds took and nothing has brought back. */
export async function moveBack(group: LotGroup, away: readonly LotLine[], partition: string): Promise<Result<Moved[]>> {
  const open = away.filter(({ lot }) => lot !== undefined && group.lots.has(lot.id));
  if (open.length === 0) return ok([]);
  const operations = await operationsOf(group, open);
  if (!operations.ok) return operations;
  const transfers = await waysBack(group, open, operations.value, partition);
  return transfers.ok ? moveLots(group.erp, group.book, transfers.value) : transfers;
}

export interface Returned {
  readonly slips: readonly Slip[];
  readonly quantity: Amount;
}

/** What the end of this hold has brought back so far. */
export async function returnedBy(group: LotGroup): Promise<Result<Returned>> {
  const none = { slips: [], quantity: ZERO };
  if (group.lots.size === 0) return ok(none);
  const all = await transfersUnder(group, '=like', RELEASE);
  if (!all.ok) return all;
  const slips = all.value.filter(({ origin }) => origin.startsWith(`${RELEASE}${group.hold}#`));
  if (slips.length === 0) return ok(none);
  const lines = await group.book.readLines(group.erp, [
    ['lot_id', 'in', idsOf(group)],
    ['picking_id', 'in', slips.map(({ id }) => id)],
  ]);
  return lines.ok ? ok({ slips, quantity: sum(lines.value.map(({ quantity }) => quantity)) }) : lines;
}

async function waysBack(
  group: LotGroup,
  open: readonly LotLine[],
  operations: ReadonlyMap<number, number>,
  partition: string,
): Promise<Result<Transfer[]>> {
  const quants = await readQuants(group.erp, idsOf(group));
  if (!quants.ok) return quants;
  const packages = await readPackages(group.erp, [
    ...open.map((line) => line.package),
    ...quants.value.map((one) => one.package_id),
  ]);
  if (!packages.ok) return packages;
  const left = new Map(quants.value.map((quant) => [quant.id, quant.quantity]));
  const transfers: Transfer[] = [];
  // Last out, first back: only so a pallet stands in its place before what shared it is put on it again.
  for (const line of open.toReversed()) {
    const lot = group.lots.get(line.lot?.id ?? 0);
    const stock = stockOf(
      line,
      quants.value.filter(({ id }) => left.get(id)?.greaterThan(0)),
    );
    const there = stock ? left.get(stock.id) : undefined;
    const operation = operations.get(line.picking?.id ?? 0);
    // Scrapped or returned to the supplier meanwhile: nothing to move back.
    if (!lot || !stock || !there || operation === undefined) continue;
    const quantity = there.lessThan(line.quantity) ? there : line.quantity;
    left.set(stock.id, there.minus(quantity));
    transfers.push({
      externalId: externalId('release', `${partition}.${line.id}`),
      origin: `${RELEASE}${group.hold}#${line.id}`,
      operation,
      product: lot.product.id,
      unit: lot.product.unit,
      lot: lot.id,
      from: line.to,
      to: line.from,
      quantity,
      package: stock.package_id,
      into: packages.value({ stock, quantity, to: line.from, wanted: line.package }),
      owner: stock.owner_id,
      where: { ...group.where, on: lot.title },
    });
  }
  return ok(transfers);
}

/** What this line has brought there: in its package, or unpacked since; never what belongs to another owner. */
function stockOf(line: LotLine, quants: readonly LotQuant[]): LotQuant | undefined {
  const there = quants.filter(
    (one) => one.lot_id === line.lot?.id && one.location_id.id === line.to && one.owner_id === line.owner,
  );
  return there.find((one) => one.package_id === line.into) ?? there[0];
}

/** The way back is of the operation type of the way there. */
async function operationsOf(
  { erp }: LotGroup,
  lines: readonly LotLine[],
): Promise<Result<ReadonlyMap<number, number>>> {
  const ids = [...new Set(lines.flatMap(({ picking }) => picking?.id ?? []))];
  const row = z.object({ id: z.number(), picking_type_id: one });
  const found = await rows(erp, { model: 'stock.picking', row, domain: [['id', 'in', ids]] });
  return found.ok ? ok(new Map(found.value.map(({ id, picking_type_id }) => [id, picking_type_id]))) : found;
}
