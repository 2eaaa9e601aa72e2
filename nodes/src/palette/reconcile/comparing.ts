/** One comparison: what is on its way, whether it is awaited, and what the books say. */
import type { Envelope } from '../../domain/envelope.ts';
import type { Journal } from '../../domain/journal.ts';
import { readBook } from '../../domain/odoo/stock-book.ts';
import { type Clock, type Erp, type Hash, ok, type Result } from '../../domain/ports.ts';
import { compare } from '../../domain/reconciliation/compare.ts';
import { type Flying, flying } from '../../domain/reconciliation/flight.ts';
import type { WaitingSnapshot } from '../../domain/reconciliation/memory.ts';
import type { ReconciliationPolicy } from '../../domain/reconciliation/policy.ts';
import { asked, materialOf, type Snapshot } from '../../domain/reconciliation/question.ts';
import { type Findings, reconcile } from '../../domain/reconciliation/reconcile.ts';
import type { Standing } from '../../domain/reconciliation/standing.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';

export interface Comparing {
  readonly journal: Journal;
  readonly site: SitePackResource;
  readonly erp: Erp;
  readonly policy: ReconciliationPolicy;
  readonly queues: readonly string[];
  readonly hash: Hash;
  readonly clock: Clock;
}

export interface Flight {
  readonly flown: readonly Flying[];
  readonly isKnown: boolean;
}

const MOST_MESSAGES = 20_000;
const MINUTE_MS = 60_000;

export async function flightOf(
  parts: Comparing,
  { asOf }: Snapshot,
  before: readonly Standing[],
): Promise<Result<Flight>> {
  const { journal, queues, site } = parts;
  const found = await journal.underWay(MOST_MESSAGES);
  if (!found.ok) return found;
  const proposed = new Set(before.flatMap(({ proposal }) => proposal?.key ?? []));
  const material = (system: string, code: string, at: string): string => materialOf(site, system, code, at);
  return ok({
    flown: flying(found.value.messages, { queues, asOf, material, proposed }),
    isKnown: found.value.isWhole,
  });
}

/** Until the deadline; what was put aside waits for a person and is not waited for. */
export function isAwaited(
  { site, policy }: Comparing,
  { arrivedMs }: WaitingSnapshot,
  envelope: Envelope,
  { lines, materials, asOf }: Snapshot,
  { flown, isKnown }: Flight,
  nowMs: number,
): boolean {
  if (nowMs - arrivedMs >= policy.drainMinutes * MINUTE_MS) return false;
  const codes = [...(materials ?? []), ...lines.map(({ material }) => material.materialDefinitionId)];
  const mine = new Set(codes.map((code) => materialOf(site, envelope.originsystem, code, asOf)));
  return !isKnown || flown.some(({ isAside, material }) => !isAside && mine.has(material));
}

interface Asking {
  readonly envelope: Envelope;
  readonly snapshot: Snapshot;
  readonly flight: Flight;
  readonly before: readonly Standing[];
  readonly nowMs: number;
}

export async function compareNow(parts: Comparing, asking: Asking): Promise<Result<Findings>> {
  const { erp, site, policy, hash } = parts;
  const { envelope, snapshot, flight, before, nowMs } = asking;
  const question = asked(snapshot, envelope.originsystem, site);
  if (!question.ok) return question;
  const { held, book: wanted } = question.value;
  const book = await readBook(erp, wanted);
  if (!book.ok) return book;
  // What was posted while Odoo was read is in the books and, a moment ago, was on its way.
  const lines = compare({
    ...{ held, book: book.value, flown: flight.flown, isFlightKnown: flight.isKnown },
    unitOf: (material) => site.materials.get(material)?.uom,
  });
  const readAt = new Date(nowMs).toISOString();
  const comparison = { scope: snapshot.scope, asOf: snapshot.asOf, readAt, snapshot: envelope.id, lines };
  return reconcile(comparison, before, { site, policy, hash });
}
