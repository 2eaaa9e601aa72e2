/**
 * What is said to the installed action and what it answers: wishes of many events in one request, their answers in the
 * order asked. Reading wishes and events may be mixed; each stands behind a savepoint of its own.
 */
import { z } from 'zod';
import type { ErpCall, ErpGuard } from '../../ports.ts';

/** `FIRST - n` stands for the record that the n-th step of the same event makes; no quantity is ever that low. */
export const FIRST = -1_000_000_001;
export const madeBy = (step: number): number => FIRST - step;

export type Wish =
  | { readonly kind: 'read'; readonly call: ErpCall }
  | {
      readonly kind: 'post';
      readonly key: string;
      readonly steps: readonly ErpCall[];
      readonly guards: readonly ErpGuard[];
    }
  | { readonly kind: 'ledger'; readonly keys: readonly string[] }
  | { readonly kind: 'hello' };

export type Item = Readonly<Record<string, unknown>>;

export function itemOf(wish: Wish): Item {
  switch (wish.kind) {
    case 'read':
      return { steps: [stepOf(wish.call)] };
    case 'post':
      return { key: wish.key, guards: wish.guards, steps: wish.steps.map(stepOf) };
    case 'ledger':
      return { ledger: wish.keys };
    case 'hello':
      return { hello: true };
  }
}

const stepOf = ({ model, method, ids, args, context }: ErpCall): Item => ({
  model,
  method,
  ...(ids && (ids.length > 0 || method !== 'fields_get') ? { ids } : {}),
  ...(args ? { args } : {}),
  ...(context ? { context } : {}),
});

/** The one call that carries the items; repeating it changes nothing, because the ledger knows its keys. */
export const requestOf = (action: number, items: readonly Item[]): ErpCall => ({
  model: 'ir.actions.server',
  method: 'run',
  ids: [action],
  context: { plantwire: { items } },
});

const verdict = z.discriminatedUnion('status', [
  z.object({ status: z.literal('done'), results: z.array(z.unknown()) }),
  z.object({ status: z.literal('duplicate'), id: z.number() }),
  z.object({
    status: z.literal('refused'),
    name: z.string(),
    message: z.string(),
    step: z.number(),
    answer: z.unknown(),
  }),
]);
export type Verdict = z.output<typeof verdict>;

const answer = z.object({ plantwire: z.number(), out: z.array(verdict) });

/** Undefined when it is not the answer of our action to this many items. */
export function readAnswer(
  value: unknown,
  items: number,
): { version: number; verdicts: readonly Verdict[] } | undefined {
  const parsed = answer.safeParse(value);
  if (!parsed.success || parsed.data.out.length !== items) return undefined;
  return { version: parsed.data.plantwire, verdicts: parsed.data.out };
}

/** The reasons that the action itself gives, told apart from those of Odoo by their prefix. */
export type OwnReason = 'stale' | 'method' | 'missing' | 'load' | 'question';

export function ownReason(message: string): { readonly reason: OwnReason; readonly detail: string } | undefined {
  const match = /^plantwire-(stale|method|missing|load|question):([\s\S]*)$/.exec(message);
  return match ? { reason: match[1] as OwnReason, detail: match[2] ?? '' } : undefined;
}
