/** Every refusal speaks to a person: a reason, a next step, a stable code. */
import { isRetryable } from '../../../nodes/src/domain/failure.ts';
import { refusal, refusalCodes } from '../../../nodes/src/domain/odoo/refusals.ts';

test.each(refusalCodes.map((code) => [code]))('%s says what happened and what to do', (code) => {
  const failure = refusal(code, { attempted: 'produce 1 C62', on: 'WH/MO/1' }, 'detail 4711');
  expect(failure.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(failure.reason).toContain('detail 4711');
  expect(failure.nextStep).toMatch(/^[A-Z].*\.$/);
  expect(isRetryable(failure)).toBe(['waiting', 'configuration'].includes(failure.class));
});
