/** Answers of the MES as events, complete with envelope; the same answer is the same event. */
import { plantEvent, type Teller } from '../senders/event.ts';
import type { Answer } from './mes.ts';

export type Place = Teller;

export function answerEvent(answer: Answer, place: Place): Readonly<Record<string, unknown>> {
  const { order, revision, decision, reason, at } = answer;
  return plantEvent(place, 'mes', {
    id: `${order.replaceAll(/[^A-Za-z0-9]/g, '_')}-${revision}-${decision}-${Date.parse(at)}`,
    name: 'operations.request.acknowledged',
    at,
    data: {
      operationsRequestId: order,
      requestVersion: revision,
      decision,
      ...(reason ? { reason } : {}),
    },
  });
}
