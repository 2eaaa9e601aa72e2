/**
 * Carries one intent out by transactions of the installed action instead of single calls. The posting is walked through
 * until it has to see what it changed; that much goes to Odoo as one transaction with its row in the ledger; then it is
 * walked through again, on what Odoo shows now. The walk that has nothing left to change is the proof.
 */
import type { Failure } from '../../failure.ts';
import type { Receipt } from '../../message.ts';
import {
  type Erp,
  type ErpBatch,
  type ErpCall,
  type ErpPosting,
  fail,
  ok,
  type Posted,
  type Result,
} from '../../ports.ts';
import { refusal, type Where } from '../refusals.ts';
import { questionIn } from '../wizard.ts';
import { digest } from './checksum.ts';
import { nameOf, type Recorder, recorder } from './recorder.ts';

type Note = Readonly<Record<string, unknown>>;

export interface Walk {
  /** Idempotency key of the event. */
  readonly key: string;
  readonly where: Where;
  /** Carries the intent out through this Erp; `bind` stores what the journal must know. */
  run(erp: Erp, bind: (binding: Note) => Promise<Result<void>>): Promise<Result<Receipt>>;
  bind(binding: Note): Promise<Result<void>>;
}

/** A message that fills one pallet after the other needs a round for each, and some to look. */
const MOST_ROUNDS = 500;

export async function inRounds(erp: Erp, batch: ErpBatch, walk: Walk): Promise<Result<Receipt>> {
  const made = new Map<string, unknown>();
  let foresees = true;
  let wrote = false;
  let changed = '';
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const notes = recorder(erp, batch, { made, foresees });
    const answer = await walk.run(notes.erp, (binding) => bindAfter(notes, walk, binding));
    // Refused before anything had to be seen: nothing of it is sent.
    if (notes.steps.length === 0 || (!notes.stopped && !answer.ok)) return wrote ? asPosted(answer) : answer;
    const said = await batch.post(postingOf(walk.key, notes, foresees));
    if (!said.ok) return said;
    switch (said.value.kind) {
      case 'question':
        return fail(questionIn(said.value.answer, walk.where) ?? refusal('unknown-wizard', walk.where));
      case 'stale':
        if (!foresees && changed === said.value.detail) return fail(keepsChanging(walk.where, changed));
        changed = said.value.detail;
        foresees = false;
        break;
      case 'done':
      case 'duplicate':
        // From now on only what Odoo shows counts: what was foreseen is there, or another attempt was here.
        wrote ||= said.value.kind === 'done';
        foresees = false;
        keep(made, notes.steps, said.value);
    }
  }
  return fail(keepsChanging(walk.where, `${MOST_ROUNDS} rounds`));
}

/** The journal must not know of a change before Odoo has it. */
const bindAfter = async (notes: Recorder, walk: Walk, binding: Note): Promise<Result<void>> =>
  notes.stop() ? fail(keepsChanging(walk.where, 'not yet')) : walk.bind(binding);

/**
 * The same change of the same event has the same key in every attempt, another one has another. What was looked at
 * first and may be repeated needs no row in the ledger, and must not be kept from being repeated by one.
 */
function postingOf(key: string, notes: Recorder, foresees: boolean): ErpPosting {
  const { steps } = notes;
  const once = foresees || steps.some((step) => !step.repeatable);
  return { key: once ? `${key}/${digest(JSON.stringify(steps))}` : '', steps, guards: notes.guards() };
}

/** What Odoo has of this event is not asked of it again; whether it shows is read. */
function keep(
  made: Map<string, unknown>,
  steps: readonly ErpCall[],
  said: Extract<Posted, { kind: 'done' | 'duplicate' }>,
) {
  let first = said.kind === 'duplicate' ? said.id : 0;
  for (const [index, step] of steps.entries()) {
    const makes = step.method === 'create' || step.method === 'load';
    if (said.kind === 'done') made.set(nameOf(step), said.results[index] ?? true);
    else if (!makes) made.set(nameOf(step), true);
    else if (first !== 0) {
      made.set(nameOf(step), step.method === 'load' ? { ids: [first], messages: [] } : [first]);
      first = 0;
    }
  }
}

const asPosted = (answer: Result<Receipt>): Result<Receipt> =>
  answer.ok && answer.value.verdict === 'already' ? ok({ ...answer.value, verdict: 'posted' }) : answer;

const keepsChanging = (where: Where, detail: string): Failure => ({
  code: 'odoo-write-conflict',
  class: 'conflict',
  ...where,
  reason: `somebody else was changing the same records: ${detail}`,
  nextStep: 'It is tried again by itself.',
});
