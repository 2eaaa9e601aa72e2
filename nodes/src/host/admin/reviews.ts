/** Guarded endpoints of decisions: what waits, and one decision. Every decision goes into the audit with its person and reason. */
import { UNNAMED } from '../../domain/delivery/dead-letter.ts';
import { redactText } from '../../domain/delivery/dead-letter-redaction.ts';
import { explain } from '../../domain/failure.ts';
import type { Clock } from '../../domain/ports.ts';
import { desks } from '../desks.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';

const BASE = '/plantwire/reviews';

export function mountReviews(red: Red, clock: Clock): void {
  const read = red.auth.needsPermission('plantwire.read');
  const write = red.auth.needsPermission('plantwire.write');
  red.httpAdmin.get(
    BASE,
    read,
    guarded((_request, response) => list(response, clock.now())),
  );
  red.httpAdmin.post(`${BASE}/decide`, write, guarded(decide));
}

type Visitor = (request: RedRequest, response: RedResponse) => Promise<void>;

const guarded =
  (visit: Visitor): Visitor =>
  async (request, response) => {
    try {
      await visit(request, response);
    } catch (bug) {
      response.status(500).json({ text: bug instanceof Error ? bug.message : String(bug) });
    }
  };

async function list(response: RedResponse, nowMs: number): Promise<void> {
  const waiting = [...desks()].flatMap(([desk, { name, flow, waiting: all }]) =>
    all().map(({ event: _payload, ...one }) => ({
      ...{ desk, name, flow, ...one },
      ageMs: Math.max(0, nowMs - one.askedMs),
    })),
  );
  response.json({ reviews: waiting.sort((one, other) => one.askedMs - other.askedMs) });
}

async function decide(request: RedRequest, response: RedResponse): Promise<void> {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const desk = desks().get(String(body['desk'] ?? ''));
  if (!desk) return response.status(404).json({ text: 'No such node is running; reload the list.' });
  const actor = request.user?.username ?? UNNAMED;
  const reason = redactText(String(body['reason'] ?? '').trim());
  const done = await desk.decide(String(body['id'] ?? ''), String(body['choice'] ?? ''), { actor, reason });
  if (!done.ok) return response.status(409).json({ text: explain(done.failure), failure: done.failure });
  response.json({ text: done.value.state });
}
