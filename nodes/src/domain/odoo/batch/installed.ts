/** Whether the action that an administrator installed is there, may be run, and is word for word the one we speak to. */
import { z } from 'zod';
import type { Failure } from '../../failure.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { BATCH_VERSION, codeChecksum } from './action-code.ts';
import { itemOf, readAnswer, requestOf } from './protocol.ts';

const greeting = z.tuple([z.object({ id: z.number(), checksum: z.number() })]);

export async function checkInstalled(erp: Erp, action: number): Promise<Result<void>> {
  if (action <= 0) return fail(trouble('unset', 'the Odoo connection names no action'));
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const answer = await erp.call({ ...requestOf(action, [itemOf({ kind: 'hello' })]), repeatable: true });
  if (!answer.ok) return fail(refusedBy(answer.failure, action));
  const version = z.object({ plantwire: z.number() }).safeParse(answer.value).data?.plantwire;
  if (version === undefined) return fail(trouble('foreign', `action ${action} does something else`));
  if (version !== BATCH_VERSION) {
    return fail(trouble('outdated', `action ${action} has version ${version}, this Plantwire speaks ${BATCH_VERSION}`));
  }
  const verdict = readAnswer(answer.value, 1)?.verdicts[0];
  const found = greeting.safeParse(verdict?.status === 'done' ? verdict.results : undefined);
  if (!found.success) return fail(trouble('altered', `action ${action} does not say what it is`));
  const [own] = found.data;
  if (own.id !== action) return fail(trouble('foreign', `action ${action} is a copy; the installed one is ${own.id}`));
  if (own.checksum !== codeChecksum(profile.value.major)) {
    return fail(trouble('altered', `somebody changed the text of action ${action}`));
  }
  return ok(undefined);
}

function refusedBy(failure: Failure, action: number): Failure {
  const cause = failure.cause ? { cause: failure.cause } : {};
  if (failure.code === 'odoo-record-missing')
    return { ...trouble('missing', `Odoo has no action ${action}`), ...cause };
  if (failure.code === 'odoo-access-denied')
    return { ...trouble('denied', `the integration user may not run action ${action}`), ...cause };
  // An altered text can fail in any way; what concerns the connection stays what it is.
  return failure.class === 'business' || failure.class === 'data'
    ? { ...trouble('altered', `action ${action} fails`), ...cause }
    : failure;
}

type Trouble = 'unset' | 'missing' | 'denied' | 'foreign' | 'outdated' | 'altered';

/** A matter of set-up, not of one message: messages wait until it is repaired. */
const trouble = (what: Trouble, reason: string): Failure => ({
  code: `batch-action-${what}`,
  class: 'configuration',
  attempted: 'post by batch action',
  on: 'the Odoo connection',
  reason,
  nextStep:
    'Let an administrator run "npm run odoo:setup -- batch install" and enter the number it prints in the Odoo connection, or choose the posting mode "calls".',
});
