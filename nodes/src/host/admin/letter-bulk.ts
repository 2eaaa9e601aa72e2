/**
 * Replay of many letters of one cause, after the cause is repaired: a slice per request, so that the person sees how far
 * it is and can stop. What is no longer right stays where it is and is named.
 */
import type { DeadLetter } from '../../domain/delivery/dead-letter.ts';
import { redactText } from '../../domain/delivery/dead-letter-redaction.ts';
import { explain } from '../../domain/failure.ts';
import { rememberReads } from '../../domain/odoo/remembered-reads.ts';
import { isStillRight } from '../../domain/odoo/still-right-findings.ts';
import { type Erp, ok, type Result } from '../../domain/ports.ts';
import { systemInUse } from '../system-in-use.ts';
import { type Checked, checkLetter, told } from './letter-check.ts';
import { refuse } from './letter-decisions.ts';
import { filterOf } from './letter-filter.ts';
import { decisionOf, erpOf, type Visit } from './letter-surroundings.ts';

interface Left {
  readonly id: number;
  readonly lane?: string;
  readonly text: string;
}

export async function replayMany(visit: Visit): Promise<void> {
  const { request, response, journal } = visit;
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const reason = redactText(String(body['reason'] ?? '').trim());
  const filter = { ...filterOf(body, systemInUse().clock.now()), state: 'open' as const };
  if (reason === '') return response.status(400).json({ text: 'Say in `reason` why they may be replayed.' });
  if (filter.code === undefined)
    return response.status(400).json({ text: 'Name the cause in `code`: only one cause at a time is replayed.' });
  const found = await journal.deadLetters(filter);
  if (!found.ok) return refuse(response, found.failure);
  const left: Left[] = [];
  let replayed = 0;
  const asks = asking(visit);
  for (const letter of found.value) {
    const checked = await checkLetter(await asks(letter), journal, letter);
    if (checked.kind === 'not-asked' && body['despite'] !== true) return refuse(response, checked.failure);
    if (checked.kind === 'asked' && !isStillRight(checked.findings)) left.push(leftOf(letter, checked));
    else {
      const decision = decisionOf(visit, reason, { ...told(checked), together: filter.code });
      const done = await journal.replay(letter.id, undefined, decision);
      if (done.ok) replayed += 1;
      else left.push({ ...placeOf(letter), text: explain(done.failure) });
    }
  }
  const isMore = found.value.length === filter.limit;
  response.json({ replayed, left, ...(isMore ? { after: found.value.at(-1)?.id } : {}) });
}

/** One memory of answers per connection, for this request. */
function asking(visit: Visit): (letter: DeadLetter) => Promise<Result<Erp>> {
  const known = new Map<string, Promise<Result<Erp>>>();
  return (letter) => {
    const outlet = letter.outlet ?? '';
    const erp = known.get(outlet) ?? remembering(visit, letter);
    known.set(outlet, erp);
    return erp;
  };
}

async function remembering(visit: Visit, letter: DeadLetter): Promise<Result<Erp>> {
  const erp = await erpOf(visit, letter);
  return erp.ok ? ok(rememberReads(erp.value)) : erp;
}

const placeOf = ({ id, lane }: DeadLetter) => ({ id, ...(lane === undefined ? {} : { lane }) });

function leftOf(letter: DeadLetter, checked: Extract<Checked, { kind: 'asked' }>): Left {
  const against = checked.findings.filter(({ weight }) => weight !== 'note');
  return { ...placeOf(letter), text: against.map(({ on, reason }) => `${on}: ${reason}`).join('; ') };
}
