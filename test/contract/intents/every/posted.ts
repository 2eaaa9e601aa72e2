/** What must end posted, once: told while answers are lost, by four at once, and again. */
import type { Intent } from '../../../../nodes/src/domain/odoo/intent.ts';
import type { Erp, Result } from '../../../../nodes/src/domain/ports.ts';
import type { Receipt } from '../../../../nodes/src/domain/receipt.ts';
import { keptFor } from '../../kept.ts';
import { asksOnly } from './exceptions.ts';
import { watched } from './strain.ts';
import type { Teller } from './teller.ts';

const MOST_ATTEMPTS = 30;

/** As the outbox does: what may be tried again is, and what was lost is looked for. */
export async function insist(post: () => Promise<Result<Receipt>>): Promise<Result<Receipt>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await post();
    if (answer.ok || attempt === MOST_ATTEMPTS) return answer;
    if (!['unknown', 'transient', 'conflict'].includes(answer.failure.class)) return answer;
  }
}

/** What went wrong, in words. */
export async function byFour(post: () => Promise<Result<Receipt>>): Promise<string | undefined> {
  const answers = await Promise.all([1, 2, 3, 4].map(() => insist(post)));
  const [refused] = answers.flatMap((answer) => (answer.ok ? [] : [JSON.stringify(answer.failure)]));
  return refused;
}

export async function again(
  teller: Teller,
  intent: Intent,
  erp: Erp,
  posting: (erp: Erp) => Erp,
): Promise<string | undefined> {
  const watch = watched(erp);
  const answer = await insist(() => teller.post(posting(watch.erp), intent, keptFor(erp)));
  if (!answer.ok) return JSON.stringify(answer.failure);
  // Loaded under a name that is known, nothing is made; what is there in the end is counted.
  const written = watch.done.filter((call) => !call.endsWith('.load'));
  if (written.length > 0) return `wrote ${written.join(', ')}`;
  const { verdict } = answer.value;
  return verdict === 'already' || intent.kind in asksOnly ? undefined : `was ${verdict}`;
}
