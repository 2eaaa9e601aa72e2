/** What must be refused in words, with nothing written: told by who may not, and about something that Odoo does not know. */
import type { Failure } from '../../../../nodes/src/domain/failure.ts';
import type { Sample } from '../../../../nodes/src/domain/odoo/drill/sample.ts';
import type { Erp, Result } from '../../../../nodes/src/domain/ports.ts';
import type { Receipt } from '../../../../nodes/src/domain/receipt.ts';
import { keptFor } from '../../kept.ts';
import { hiddenInstead, notLookedUp } from './exceptions.ts';
import { type Gone, goneOf } from './missing.ts';
import { watched } from './strain.ts';
import { scopeOf, type Teller } from './teller.ts';

/** What is wrong with the refusal of a user without rights; undefined when it is as it should be. */
export async function withoutRight(teller: Teller, poor: Erp, sample: Sample): Promise<string | undefined> {
  const { kind } = sample;
  const watch = watched(poor);
  const answer = await teller.post(watch.erp, teller.intent(sample, `${kind}-poor`), keptFor(poor));
  const named = hiddenInstead[kind]?.says;
  return fault(
    'who may not',
    answer,
    watch.done,
    ({ code, reason }) => code === 'right-missing' || (named !== undefined && reason.includes(named)),
  );
}

/** Classes of a failure that a person can do something about, or that passes when the record comes. */
const PLAIN = ['data', 'business', 'configuration', 'waiting'];

export interface Told {
  readonly erp: Erp;
  /** How that connection posts. */
  readonly posting: (erp: Erp) => Erp;
  readonly prefix: string;
  /** Whether a reference is tried; all of them cost a real server minutes. */
  readonly isTried: (gone: Gone) => boolean;
}

/** One entry for each reference that was tried: what is wrong, or undefined. */
export async function withoutRecord(
  teller: Teller,
  sample: Sample,
  told: Told,
): Promise<readonly (string | undefined)[]> {
  const { kind } = sample;
  const answers: (string | undefined)[] = [];
  for (const gone of goneOf(sample, told.prefix)) {
    if (notLookedUp[kind]?.path === gone.path || !told.isTried(gone)) continue;
    const watch = watched(told.erp);
    const intent = teller.intent(gone.sample, `${scopeOf(gone.sample) ?? kind}-${gone.path}`);
    const answer = await teller.post(told.posting(watch.erp), intent, keptFor(told.erp));
    const isNamed = (failure: Failure): boolean =>
      PLAIN.includes(failure.class) &&
      !failure.code.startsWith('odoo-') &&
      failure.nextStep !== '' &&
      `${failure.on} ${failure.reason}`.includes(gone.name);
    answers.push(fault(gone.path, answer, watch.done, isNamed));
  }
  return answers;
}

function fault(
  what: string,
  answer: Result<Receipt>,
  written: readonly string[],
  isAsItShould: (failure: Failure) => boolean,
): string | undefined {
  if (answer.ok) return `${what}: posted, ${answer.value.summary}`;
  if (written.length > 0) return `${what}: had written ${written.join(', ')}`;
  return isAsItShould(answer.failure) ? undefined : `${what}: ${JSON.stringify(answer.failure)}`;
}
