/** A sample whose value cannot be what it should be: kept with the sample itself, the next good one goes on. */
import type { Failure } from '../failure.ts';
import { type Draft, iso } from './draft.ts';
import type { Pending } from './machine.ts';
import { emit, sourceOf } from './report.ts';

export function refuse(draft: Draft, pending: Pending, code: string, reason: string) {
  const { sample, ms } = pending;
  if (ms <= (draft.machine.refused[sample.tag] ?? Number.NEGATIVE_INFINITY)) return;
  draft.machine = { ...draft.machine, refused: { ...draft.machine.refused, [sample.tag]: ms } };
  const failure: Failure = {
    code,
    class: 'data',
    attempted: `read the sample of ${iso(ms)}`,
    on: sample.tag,
    reason,
    nextStep: 'Check the tag and its type in the controller and in the site pack; the next good sample goes on.',
    issues: [{ path: sample.tag, rule: reason, value: JSON.stringify(sample.value).slice(0, 80) }],
  };
  const id = `f1-${draft.options.hash(JSON.stringify([sourceOf(draft), sample.tag, ms, code]))}`;
  emit(draft, id, { id, source: sourceOf(draft), samples: [sample] }, failure);
}
