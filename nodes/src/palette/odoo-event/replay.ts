/** What a message to the input asks for: `{ "from": "2026-11-20T06:00:00Z", "to": "2026-11-20T14:00:00Z" }`. */
import { z } from 'zod';
import { textOf } from '../../domain/odoo/changes/moment.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';

const request = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }).default('9999-12-31T23:59:59Z'),
});

export function replayOf(payload: unknown): Result<{ readonly from: string; readonly to: string }> {
  const parsed = request.safeParse(payload);
  if (parsed.success && parsed.data.from <= parsed.data.to)
    return ok({ from: textOf(Date.parse(parsed.data.from)), to: textOf(Date.parse(parsed.data.to)) });
  return fail({
    code: 'replay-unreadable',
    class: 'data',
    attempted: 'send changes again',
    on: 'msg.payload',
    reason: 'it has no "from" (and "to") such as 2026-11-20T06:00:00Z, or ends before it begins',
    nextStep: 'Send { "from": …, "to": … } with times that end in Z or an offset.',
  });
}
