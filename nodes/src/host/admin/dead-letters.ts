/** Guarded endpoints of the dead-letter queue: list, one with its message, replay (corrected or not), discard. */
import { z } from 'zod';
import { explain, type Failure } from '../../domain/failure.ts';
import type { DeadLetter, DeadLetterFilter, Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { intentSchema } from '../../domain/odoo/intent.ts';
import type { Result } from '../../domain/ports.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';
import { allHoldings } from '../resources.ts';

const BASE = '/plantwire/dead-letters';
const PAGE = 100;

export function mountDeadLetters(red: Red): void {
  const read = red.auth.needsPermission('plantwire.read');
  const write = red.auth.needsPermission('plantwire.write');
  red.httpAdmin.get(BASE, read, guarded(list));
  // A message may hold what the plant keeps to itself, so a reader sees the list and a writer the payload.
  red.httpAdmin.get(`${BASE}/:id`, write, guarded(one));
  red.httpAdmin.post(`${BASE}/:id/replay`, write, guarded(replay));
  red.httpAdmin.post(`${BASE}/:id/discard`, write, guarded(discard));
}

type Handler = (journal: Journal, request: RedRequest, response: RedResponse) => Promise<void>;

function guarded(handler: Handler) {
  return async (request: RedRequest, response: RedResponse): Promise<void> => {
    const journal = chosenJournal(String(request.query['journal'] ?? ''));
    if (!journal)
      return response.status(409).json({ text: 'No journal is running. Deploy a flow with a journal node.' });
    try {
      await handler(journal, request, response);
    } catch (bug) {
      response.status(500).json({ text: bug instanceof Error ? bug.message : String(bug) });
    }
  };
}

/** The journal node of this id; without one, the only or first that runs. */
function chosenJournal(id: string): Journal | undefined {
  const journals = allHoldings().filter((holding) => holding.type === 'journal' && holding.value() !== undefined);
  const holding = id === '' ? journals[0] : journals.find((candidate) => candidate.id === id);
  return holding?.value() as Journal | undefined;
}

async function list(journal: Journal, request: RedRequest, response: RedResponse): Promise<void> {
  const found = await journal.deadLetters(filterOf(request.query));
  if (!found.ok) return refuse(response, found.failure);
  response.json({ deadLetters: found.value.map(summary), more: found.value.length === PAGE });
}

function filterOf(query: Readonly<Record<string, unknown>>): DeadLetterFilter {
  const state = ['open', 'replayed', 'discarded'].find((known) => known === query['state']) as
    | DeadLetter['state']
    | undefined;
  const afterId = Number(query['after'] ?? 0);
  return {
    limit: PAGE,
    ...(state ? { state } : {}),
    ...(query['code'] ? { code: String(query['code']) } : {}),
    ...(query['stage'] ? { stage: String(query['stage']) } : {}),
    ...(Number.isInteger(afterId) && afterId > 0 ? { afterId } : {}),
  };
}

/** Without payload: what happened, where, why, what next. */
function summary({ message: _message, original: _original, ...letter }: DeadLetter): Record<string, unknown> {
  return { ...letter, text: explain(letter.failure) };
}

async function one(journal: Journal, request: RedRequest, response: RedResponse): Promise<void> {
  const id = idOf(request);
  const found = await journal.deadLetters({ afterId: id - 1, limit: 1 });
  if (!found.ok) return refuse(response, found.failure);
  const letter = found.value.find((candidate) => candidate.id === id);
  if (!letter) return response.status(404).json({ text: `There is no dead letter ${id}.` });
  response.json(letter);
}

async function replay(journal: Journal, request: RedRequest, response: RedResponse): Promise<void> {
  const body = (request.body ?? {}) as { event?: unknown; intent?: unknown; note?: unknown };
  const id = idOf(request);
  if (body.event === undefined && body.intent === undefined) return answer(response, await journal.replay(id));
  const note = String(body.note ?? '').trim();
  if (note === '') return response.status(400).json({ text: 'Say in `note` what was corrected and why.' });
  const found = await journal.deadLetters({ afterId: id - 1, limit: 1 });
  if (!found.ok) return refuse(response, found.failure);
  const letter = found.value.find((candidate) => candidate.id === id);
  if (!letter) return response.status(404).json({ text: `There is no dead letter ${id}.` });
  const corrected = correct(letter.message, body);
  if (typeof corrected === 'string') return response.status(400).json({ text: corrected });
  answer(response, await journal.replay(id, { message: corrected, note }));
}

/** A letter that was mapped already goes back behind the mapper: what Odoo shall do is corrected in its intent. */
function correct(message: Message, body: { readonly event?: unknown; readonly intent?: unknown }): Message | string {
  const event = body.event === undefined ? message.event : body.event;
  if (body.intent === undefined) {
    const mapped = 'It was mapped already: correct `intent` as well, it says what Odoo shall do.';
    return message.intent === undefined ? { ...message, event } : mapped;
  }
  const intent = intentSchema.safeParse(body.intent);
  if (!intent.success) return `The intent is not complete: ${z.prettifyError(intent.error)}`;
  const isSame = intent.data.key === message.intent?.key && intent.data.partition === message.intent.partition;
  return isSame ? { ...message, event, intent: intent.data } : 'Key and order scope of an intent cannot be changed.';
}

async function discard(journal: Journal, request: RedRequest, response: RedResponse): Promise<void> {
  const reason = String((request.body as { reason?: unknown } | undefined)?.reason ?? '').trim();
  if (reason === '') return response.status(400).json({ text: 'Say in `reason` why it may be discarded.' });
  const done = await journal.discard(idOf(request), reason);
  if (!done.ok) return refuse(response, done.failure);
  response.json({ text: 'Discarded.' });
}

function answer(response: RedResponse, result: Result<DeadLetter>): void {
  if (result.ok) response.json({ text: 'Put back.', deadLetter: summary(result.value) });
  else refuse(response, result.failure);
}

const refuse = (response: RedResponse, failure: Failure): void =>
  response.status(409).json({ text: explain(failure), failure });

const idOf = (request: RedRequest): number => Number(request.params['id'] ?? Number.NaN);
