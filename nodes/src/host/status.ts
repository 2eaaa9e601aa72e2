/** Health becomes colour, shape and a short sentence. Green is only shown while data flows. */
import type { Clock } from '../domain/ports.ts';
import type { Health, StatusReport } from './node.ts';
import type { RedNode, RedStatus } from './red.ts';

/** Shape differs with colour, so the state is readable without seeing colours. */
const LOOK: Record<Health, Pick<RedStatus, 'fill' | 'shape'>> = {
  ok: { fill: 'green', shape: 'dot' },
  idle: { fill: 'grey', shape: 'ring' },
  waiting: { fill: 'blue', shape: 'ring' },
  degraded: { fill: 'yellow', shape: 'dot' },
  failed: { fill: 'red', shape: 'ring' },
};
const MAX_TEXT = 40;
/** Every status is published to all open editors; twice a second is as much as a person can read. */
const MIN_INTERVAL_MS = 500;
/** After this long without a message the green dot would be a lie. */
const QUIET_MS = 60_000;

export function toStatus(report: StatusReport): RedStatus {
  const text = report.text.length > MAX_TEXT ? `${report.text.slice(0, MAX_TEXT - 1)}…` : report.text;
  return { ...LOOK[report.health], text };
}

export interface StatusLine {
  /** Shown until the next report. */
  show(report: StatusReport): void;
  /** The same for traffic seen by the host: turns idle when nothing follows. */
  flow(report: StatusReport): void;
  current(): StatusReport;
  close(): void;
}

export function statusLine(node: Pick<RedNode, 'status'>, clock: Clock): StatusLine {
  let current: StatusReport = { health: 'idle', text: '' };
  let lastShownAt = Number.NEGATIVE_INFINITY;
  let cancelPending: (() => void) | undefined;
  let cancelQuiet: (() => void) | undefined;
  let lastFlowAt = 0;
  let closed = false;

  const publish = (): void => {
    cancelPending = undefined;
    lastShownAt = clock.now();
    node.status(toStatus(current));
  };
  const change = (report: StatusReport): void => {
    if (closed) return;
    const same = report.health === current.health && report.text === current.text;
    current = report;
    if (same || cancelPending) return;
    const waitMs = lastShownAt + MIN_INTERVAL_MS - clock.now();
    if (waitMs <= 0) publish();
    else cancelPending = clock.after(waitMs, publish);
  };
  // One timer that looks at the time of the last message, instead of one per message.
  const watchQuiet = (waitMs: number): void => {
    cancelQuiet = clock.after(waitMs, () => {
      cancelQuiet = undefined;
      const restMs = lastFlowAt + QUIET_MS - clock.now();
      if (restMs > 0) watchQuiet(restMs);
      else if (current.health === 'ok') change({ health: 'idle', text: current.text });
    });
  };
  return {
    show(report) {
      cancelQuiet?.();
      cancelQuiet = undefined;
      change(report);
    },
    flow(report) {
      lastFlowAt = clock.now();
      change(report);
      if (report.health === 'ok' && !closed && !cancelQuiet) watchQuiet(QUIET_MS);
    },
    current: () => current,
    close() {
      closed = true;
      cancelPending?.();
      cancelQuiet?.();
    },
  };
}
