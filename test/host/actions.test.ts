/** Buttons of forms: who pressed, and why, reaches what the button does. */
import { z } from 'zod';
import type { Decision } from '../../nodes/src/domain/delivery/dead-letter.ts';
import { ok, type System } from '../../nodes/src/domain/ports.ts';
import { defineNode, fields } from '../../nodes/src/host/define.ts';
import { registerConfig } from '../../nodes/src/host/register.ts';
import { fakeRed } from '../support/red.ts';
import { testClock } from '../support/time.ts';

const definition = defineNode({
  type: 'lever',
  version: 1,
  category: 'config',
  role: 'config',
  summary: 'For these tests.',
  buttons: [{ action: 'throw', title: 'Throw', asksReason: true }],
  config: z.object({ name: z.string().default('').register(fields, { title: 'Name' }) }),
  upgrades: [],
});

async function press(request: { body: object; user?: { username: string } }): Promise<Decision | undefined> {
  const system: System = { clock: testClock(), ids: { uuid: () => 'u', random: () => 0.5 }, hash: (text) => text };
  const host = fakeRed();
  let heard: Decision | undefined;
  host.load(
    registerConfig(
      definition,
      system,
      async () => ok({ value: {}, health: async () => ({ health: 'ok', text: '' }), close: async () => undefined }),
      {
        actions: {
          throw: async (_input, _context, decision) => {
            heard = decision;
            return { ok: true, text: '' };
          },
        },
      },
    ),
  );
  await host.call('post', '/plantwire/action/lever/throw', request);
  return heard;
}

test('the person is who is logged in', async () => {
  const user = { username: 'anna' };
  expect(await press({ body: { reason: ' stocktaking ' }, user })).toEqual({ actor: 'anna', reason: 'stocktaking' });
});

test('where nobody logs in it is somebody at the editor; a form cannot say who it is', async () => {
  expect(await press({ body: { actor: 'anna', user: { username: 'anna' } } })).toEqual({
    actor: 'somebody at the editor',
    reason: '',
  });
});

test('no secret is kept with the reason', async () => {
  expect((await press({ body: { reason: 'key changed, token=abc123' } }))?.reason).not.toContain('abc123');
});
