/** Check, replay and discard of one letter; every step goes into the audit with its person and reason. */
import type { DeadLetter } from '../../domain/delivery/dead-letter.ts';
import { type Correction, correct } from '../../domain/delivery/dead-letter-correction.ts';
import { redactText } from '../../domain/delivery/dead-letter-redaction.ts';
import { explain, type Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import { ok, type Result } from '../../domain/ports.ts';
import type { RedResponse } from '../red.ts';
import { answerOf, checkLetter, stops, told } from './letter-check.ts';
import { decisionOf, erpOf, toolsOf, type Visit } from './letter-surroundings.ts';

interface Asked {
  readonly event?: unknown;
  readonly intent?: unknown;
  readonly reason: string;
  /** The person has read what speaks against it. */
  readonly despite: boolean;
}

function asked({ request }: Visit): Asked {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const { event, intent } = body;
  const reason = redactText(String(body['reason'] ?? body['note'] ?? '').trim());
  return {
    ...(event === undefined ? {} : { event }),
    ...(intent === undefined ? {} : { intent }),
    reason,
    despite: body['despite'] === true,
  };
}

export async function check(visit: Visit): Promise<void> {
  const letter = await letterOf(visit);
  if (!letter) return;
  const corrected = await corrects(visit, letter, asked(visit));
  if (!corrected.ok) return refuse(visit.response, corrected.failure, 400);
  const intent = corrected.value?.intent ?? letter.message.intent;
  const checked = await checkLetter(await erpOf(visit, letter), visit.journal, letter, intent);
  const changes = corrected.value?.changes ?? [];
  const detail = { ...told(checked), ...(changes.length > 0 ? { changes } : {}) };
  const kept = await visit.journal.recordCheck([letter.id], decisionOf(visit, asked(visit).reason, detail));
  if (!kept.ok) return refuse(visit.response, kept.failure);
  visit.response.json({ ...answerOf(checked), changes, ...(intent ? { intent } : {}) });
}

export async function replay(visit: Visit): Promise<void> {
  const { response, journal } = visit;
  const wanted = asked(visit);
  const letter = await letterOf(visit);
  if (!letter) return;
  const corrected = await corrects(visit, letter, wanted);
  if (!corrected.ok) return refuse(response, corrected.failure, 400);
  if (corrected.value && wanted.reason === '')
    return response.status(400).json({ text: 'Say in `reason` what was corrected and why.' });
  const checked = await checkLetter(await erpOf(visit, letter), journal, letter, corrected.value?.intent);
  if (stops(checked).length > 0 && !wanted.despite)
    return response.status(409).json({ ...answerOf(checked), isStillRight: false });
  const changes = corrected.value && { changes: corrected.value.changes };
  const decision = decisionOf(visit, wanted.reason, { ...told(checked), despite: wanted.despite, ...changes });
  const correction = corrected.value && { message: corrected.value.message, note: wanted.reason };
  const done = await journal.replay(letter.id, correction, decision);
  if (!done.ok) return refuse(response, done.failure);
  const { message: _message, original: _original, ...summary } = done.value;
  response.json({ text: 'Put back.', deadLetter: summary, ...answerOf(checked) });
}

export async function discard(visit: Visit): Promise<void> {
  const { reason } = asked(visit);
  if (reason === '') return visit.response.status(400).json({ text: 'Say in `reason` why it may be discarded.' });
  const done = await visit.journal.discard(idOf(visit), reason, decisionOf(visit, reason));
  if (!done.ok) return refuse(visit.response, done.failure);
  visit.response.json({ text: 'Discarded.' });
}

/** Undefined where nothing was corrected. */
async function corrects(visit: Visit, letter: DeadLetter, wanted: Asked): Promise<Result<Correction | undefined>> {
  if (wanted.event === undefined && wanted.intent === undefined) return ok(undefined);
  return correct(letter, wanted, await toolsOf(visit, letter));
}

/** Answers 404 itself when there is none. */
export async function letterOf(visit: Visit): Promise<DeadLetter | undefined> {
  const id = idOf(visit);
  const found = await findLetter(visit.journal, id);
  if (!found.ok) refuse(visit.response, found.failure);
  else if (found.value) return found.value;
  else visit.response.status(404).json({ text: `There is no dead letter ${id}.` });
  return undefined;
}

async function findLetter(journal: Journal, id: number): Promise<Result<DeadLetter | undefined>> {
  if (!Number.isInteger(id)) return ok(undefined);
  const found = await journal.deadLetters({ afterId: id - 1, limit: 1 });
  return found.ok ? ok(found.value.find((candidate) => candidate.id === id)) : found;
}

export const refuse = (response: RedResponse, failure: Failure, status = 409): void =>
  response.status(status).json({ text: explain(failure), failure });

const idOf = ({ request }: Visit): number => Number(request.params['id'] ?? Number.NaN);
