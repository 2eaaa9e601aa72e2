/** What answers beside the flows: health and metrics for monitors, guarded endpoints for operators. */
import type { Clock } from '../domain/ports.ts';
import { mountCrosswalk } from './admin/crosswalk.ts';
import { mountDeadLetters } from './admin/dead-letters.ts';
import { healthReport } from './admin/health.ts';
import { metricsText } from './admin/metrics.ts';
import { mountReviews } from './admin/reviews.ts';
import type { Red, RedRequest, RedResponse } from './red.ts';
import { telemetry } from './telemetry.ts';

/** The host room has no adapters; an entry that is not a node needs its own clock. */
const wallClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

export function mountOperations(red: Red, clock: Clock = wallClock): void {
  const startedAtMs = clock.now();
  red.httpNode.get('/health', (_request: RedRequest, response: RedResponse) =>
    answered(response, async () => {
      const report = await healthReport(red, clock, startedAtMs);
      response.status(report.status === 'failed' ? 503 : 200).json(report);
    }),
  );
  red.httpNode.get('/metrics', (_request: RedRequest, response: RedResponse) =>
    answered(response, async () => {
      const text = await metricsText(telemetry, clock);
      response.set('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(text);
    }),
  );
  mountDeadLetters(red);
  mountCrosswalk(red);
  mountReviews(red, clock);
}

/** A rejected handler would end the whole process; a monitor gets an answer instead. */
async function answered(response: RedResponse, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (bug) {
    response.status(500).json({ status: 'failed', reasons: [bug instanceof Error ? bug.message : String(bug)] });
  }
}
