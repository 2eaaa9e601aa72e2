/** Takes lots out of reach, all of them at once, until a look around finds nothing of them within it. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Amount } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { act, rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { isOutOfReach, type Look, lookAround, timesKey } from './hold-look.ts';
import { HOLD, type LotGroup } from './lot-group.ts';
import { lotMemory } from './memory.ts';
import { readPackages } from './packages.ts';
import type { Quarantine } from './quarantine.ts';
import { retakenFrom, takeBack } from './take-back.ts';
import { moveLots } from './transfer.ts';

export interface Holding {
  readonly task: Task<{ readonly at: string; readonly reason: string }>;
  readonly group: LotGroup;
  readonly quarantine: Quarantine;
  /** Of a hold of a part. */
  readonly wanted?: Amount | undefined;
  /** What the external ids of tasks on transfers begin with. */
  readonly stem: string;
}

export interface Held {
  readonly look: Look;
  readonly wrote: boolean;
}

/** Between two looks somebody else may reserve again; who keeps doing so is not outrun. */
const MOST_PASSES = 5;

export async function holdGroup(holding: Holding): Promise<Result<Held>> {
  const { group, quarantine, wanted } = holding;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const look = await lookAround(group, quarantine, wanted);
    if (!look.ok) return look;
    if (isOutOfReach(look.value)) {
      const tidied = await cancelUnended(group, look.value);
      return tidied.ok ? ok({ look: look.value, wrote: pass > 0 || tidied.value }) : tidied;
    }
    const moved = await takeAway(holding, look.value);
    if (!moved.ok) return moved;
  }
  return fail(refusal('not-posted', group.where, 'the lot is reserved again and again'));
}

/**
 * An attempt that broke off left a transfer, and people moved or packed the goods before the next one: it goes by another
 * name, and whoever ended the first would move what is not there. True where there was one.
 */
async function cancelUnended({ erp, hold }: LotGroup, { unended }: Look): Promise<Result<boolean>> {
  const ids = [...new Set(unended.flatMap(({ picking }) => picking?.id ?? []))];
  if (ids.length === 0) return ok(false);
  const ours = await rows(erp, {
    model: 'stock.picking',
    row: z.object({ id: z.number() }),
    domain: [
      ['id', 'in', ids],
      ['origin', '=', `${HOLD}${hold}`],
      ['state', 'not in', ['done', 'cancel']],
    ],
  });
  if (!ours.ok) return ours;
  for (const { id } of ours.value) {
    const cancelled = await act(erp, 'stock.picking', 'action_cancel', [id], {}, { repeatable: true });
    if (!cancelled.ok) return cancelled;
  }
  return ok(ours.value.length > 0);
}

async function takeAway({ task, group, quarantine, stem }: Holding, look: Look): Promise<Result<unknown>> {
  if (look.lines.length > 0) {
    const kept = await task.remember({ retaken: retakenFrom(look.lines, lotMemory(task.memory()).retaken) });
    if (!kept.ok) return kept;
    const { reason, at } = task.intent;
    const taken = await takeBack(group, look.lines, { stem, reason, day: at.slice(0, 10) });
    if (!taken.ok) return taken;
  }
  const boxes = look.lots.flatMap(({ shares }) => shares.map(({ stock }) => stock.package_id));
  const packages = await readPackages(group.erp, boxes);
  if (!packages.ok) return packages;
  const transfers = look.lots.flatMap(({ lot, shares, times }) =>
    shares.map(({ stock, quantity }) => {
      const from = timesKey(stock.place, stock.package_id, stock.owner_id);
      return {
        externalId: externalId('hold', `${lot.stem}.${from}.${times.get(from) ?? 0}`),
        origin: `${HOLD}${group.hold}`,
        operation: quarantine.operation,
        product: lot.product.id,
        unit: lot.product.unit,
        lot: lot.id,
        from: stock.place,
        to: quarantine.id,
        quantity,
        package: stock.package_id,
        into: packages.value({ stock, quantity, to: quarantine.id, wanted: stock.package_id }),
        owner: stock.owner_id,
        where: { ...group.where, on: lot.title },
      };
    }),
  );
  return moveLots(group.erp, group.book, transfers);
}
