/**
 * What a quality system says of the n-th inspection: two are passed, the third fails and opens a nonconformance; the next
 * inspection decides what becomes of it, in turns used as it is, reworked and scrapped, and closes it.
 */
import { type PlantEvent, plantEvent } from '../senders/event.ts';
import type { Fact, FactOptions } from '../senders/facts.ts';

export interface InspectionOptions extends FactOptions {
  readonly lot: string;
}

export type QmsEvent = PlantEvent;

const EVERY = 3;
const SEVERITIES = ['critical', 'major', 'minor'] as const;
const DECISIONS = ['useAsIs', 'rework', 'scrap'] as const;

export function saidOf(options: InspectionOptions, fact: Fact): readonly QmsEvent[] {
  const { number } = fact;
  const isFailed = number % EVERY === 0;
  const round = Math.floor(number / EVERY);
  const result = event(options, fact, 'test.reported', {
    ...{ testId: `${options.run}-T${number}`, revision: 1, testSpecificationId: 'CLOSURE-TORQUE', ...about(options) },
    measurements: [
      { property: 'torque', value: isFailed ? '1.4' : '2.1', uom: 'NU', result: isFailed ? 'fail' : 'pass' },
    ],
    ...{ overall: isFailed ? 'fail' : 'pass', evaluatedAt: fact.at },
  });
  if (isFailed) return [result, nonconformance(options, fact, round, 'opened')];
  if (round === 0 || number % EVERY !== 1) return [result];
  const decision = event(options, fact, 'disposition.changed', {
    ...{ dispositionId: ncOf(options, round), action: DECISIONS[(round - 1) % DECISIONS.length], ...about(options) },
    ...{ effectiveAt: fact.at, nonconformanceId: ncOf(options, round) },
    reason: { code: 'BOARD', scheme: 'qms', text: 'Decided by the material review board' },
  });
  return [result, decision, nonconformance(options, fact, round, 'closed')];
}

/** A person at the quality system says that they have it. */
export const acknowledgementOf = (options: InspectionOptions, subjectId: string, at: string): QmsEvent =>
  event(options, { at, transactionId: `ack-${subjectId}` }, 'escalation.acknowledged', {
    ...{ about: 'nonconformance', subjectId, acknowledgedBy: 'p:qms', acknowledgedAt: at },
  });

const ncOf = ({ run }: InspectionOptions, round: number): string => `${run}-NC${round}`;

const about = ({ material, lot }: InspectionOptions) => ({
  material: { materialDefinitionId: material },
  lot: { lotId: lot },
});

function nonconformance(options: InspectionOptions, fact: Fact, round: number, status: 'opened' | 'closed'): QmsEvent {
  return event(options, fact, 'nonconformance.changed', {
    ...{ ncId: ncOf(options, round), revision: status === 'opened' ? 1 : 2, status, ...about(options) },
    severity: SEVERITIES[(round - 1) % SEVERITIES.length],
    description: 'Closure torque below limit',
  });
}

function event(options: FactOptions, fact: Pick<Fact, 'at' | 'transactionId'>, name: string, data: object): QmsEvent {
  return plantEvent(options, 'qms', {
    id: `${fact.transactionId}-${name.replaceAll('.', '-')}`,
    name: `quality.${name}`,
    at: fact.at,
    data,
  });
}
