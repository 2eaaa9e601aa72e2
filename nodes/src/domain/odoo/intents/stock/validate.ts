/** Validates a transfer once and proves it by what it moved. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { equal, text } from '../../amount.ts';
import type { MovedLine, Portion } from '../../dialects/stock-moves.ts';
import { refusal } from '../../refusals.ts';
import { act, rows } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import type { Task } from '../spec.ts';
import { stockMoves } from './dialect.ts';
import { totalOf } from './on-hand.ts';

export type Stock = Pick<Task<unknown>, 'erp' | 'profile' | 'where'>;

/** What moves of one product. */
export interface Movement {
  readonly product: number;
  readonly unit: number;
  readonly portions: readonly Portion[];
  /** Cells of the move that tie it to another one. */
  readonly cells?: Readonly<Record<string, string>>;
}

export interface Validation {
  readonly movements: readonly Movement[];
  readonly digits: number;
  /** Context that answers what Odoo would ask. */
  readonly answers: Readonly<Record<string, unknown>>;
}

export const validate = (erp: Erp, id: number, answers: Validation['answers']) =>
  act(erp, 'stock.picking', 'button_validate', [id], {}, { context: answers, repeatable: true });

export async function validateOnce(stock: Stock, id: number, wanted: Validation): Promise<Result<Receipt>> {
  const { erp, where } = stock;
  const before = await readPicking(stock, id);
  if (!before.ok) return before;
  if (before.value.state === 'cancel') return fail(refusal('document-cancelled', where, before.value.name));
  const isDone = before.value.state === 'done';
  const answer = isDone ? ok(undefined) : await validate(erp, id, wanted.answers);
  const after = isDone ? before : await readPicking(stock, id);
  // 14 refuses to validate what another attempt has just done.
  if (!answer.ok && !(after.ok && after.value.state === 'done')) return answer;
  if (!after.ok) return after;
  const { name, state } = after.value;
  if (state !== 'done') {
    const said = answer.ok ? questionIn(answer.value, where) : undefined;
    return fail(said ?? refusal('not-posted', where, `${name} is ${state}`));
  }
  const moved = await movedAsWanted(stock, id, name, wanted);
  if (!moved.ok) return moved;
  return ok({
    verdict: isDone ? 'already' : 'posted',
    summary: `${where.attempted} on ${where.on}: ${name} is done`,
    records: [{ model: 'stock.picking', id, name, state }],
    readBack: { transfer: name, moved: moved.value.map((line) => text(line.quantity)) },
  });
}

async function movedAsWanted(
  stock: Stock,
  id: number,
  name: string,
  { movements, digits }: Validation,
): Promise<Result<MovedLine[]>> {
  const table = stockMoves(stock.profile);
  if (!table.ok) return table;
  const lines = await table.value.lines(stock.erp, id);
  if (!lines.ok) return lines;
  for (const { product, portions } of movements) {
    for (const lot of new Set(portions.map((portion) => portion.lot))) {
      const isSo = (line: MovedLine) => line.product === product && line.lot === lot && line.state === 'done';
      const moved = totalOf(lines.value.filter(isSo));
      const wanted = totalOf(portions.filter((portion) => portion.lot === lot));
      if (equal(moved, wanted, digits)) continue;
      return fail(refusal('not-posted', stock.where, `${name} moved ${text(moved)} instead of ${text(wanted)}`));
    }
  }
  return lines;
}

const picking = z.object({ id: z.number(), name: z.string(), state: z.string() });
export type Picking = z.output<typeof picking>;

export async function readPicking({ erp, where }: Pick<Stock, 'erp' | 'where'>, id: number): Promise<Result<Picking>> {
  const read = await rows(erp, { model: 'stock.picking', row: picking, domain: [['id', '=', id]] });
  if (!read.ok) return read;
  const [found] = read.value;
  return found ? ok(found) : fail(refusal('not-posted', where, 'the transfer is gone'));
}
