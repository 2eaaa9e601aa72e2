import type { Failure } from '../../nodes/src/domain/failure.ts';
import { Trouble } from '../../nodes/src/host/trouble.ts';

test('each new reason is logged once, and again after it was over', () => {
  const logged: string[] = [];
  const trouble = new Trouble({ failure: ({ reason }) => logged.push(reason) });
  const because = (reason: string): Failure => ({
    ...{ code: 'journal-down', class: 'transient', attempted: 'store', on: 'journal', reason, nextStep: 'Wait.' },
  });
  for (const reason of ['full', 'full', 'locked', 'locked', 'full']) trouble.hear(because(reason));
  expect(logged).toEqual(['full', 'locked', 'full']);
  expect(trouble.now).toMatchObject({ reason: 'full' });
  trouble.hear(undefined);
  expect(trouble.now).toBeUndefined();
  trouble.hear(because('full'));
  expect(logged).toEqual(['full', 'locked', 'full', 'full']);
});
