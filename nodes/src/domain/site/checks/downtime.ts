/** Reasons of standstills lead to Odoo, and the machines of a line belong to it. */
import { type DowntimeSettings, isWithin } from '../../operations/downtime/settings.ts';
import { hint } from '../nearest.ts';
import type { SitePack } from '../pack.ts';
import { type PackProblem, problem, warning } from '../problem.ts';

export function downtimeProblems({ downtime, bindings }: SitePack): readonly PackProblem[] {
  if (!downtime) return [];
  const bound = bindings.filter(({ domain }) => domain === 'reason').map(({ canonicalId }) => canonicalId);
  const unbound = namedIn(downtime).filter(({ code }) => !bound.includes(code));
  return [
    ...unbound.map(({ path, code }) =>
      warning(path, `reason "${code}" has no binding${hint(code, bound)}: its standstills would wait as dead letters`),
    ),
    ...twice(downtime.reasons.map(({ code }) => code)).map((index) =>
      problem(`downtime.reasons[${index}].code`, 'is listed twice'),
    ),
    ...lineProblems(downtime),
  ];
}

function namedIn({ reasons, unclassified, microstop, states }: DowntimeSettings): { path: string; code: string }[] {
  return [
    ...reasons.map(({ code }, index) => ({ path: `downtime.reasons[${index}].code`, code })),
    { path: 'downtime.unclassified', code: unclassified },
    ...(microstop === undefined ? [] : [{ path: 'downtime.microstop', code: microstop }]),
    ...states.flatMap(({ reason }, index) =>
      reason === undefined ? [] : [{ path: `downtime.states[${index}].reason`, code: reason }],
    ),
  ];
}

const twice = (codes: readonly string[]): number[] =>
  codes.flatMap((code, index) => (codes.indexOf(code) < index ? [index] : []));

function lineProblems({ lines }: DowntimeSettings): PackProblem[] {
  return lines.flatMap(({ line, order = [] }, index) => [
    ...twice(lines.map((one) => one.line))
      .filter((place) => place === index)
      .map((place) => problem(`downtime.lines[${place}].line`, `"${line}" is listed twice`)),
    ...order.flatMap((machine, place) =>
      isWithin(machine, line) ? [] : [problem(`downtime.lines[${index}].order[${place}]`, `is not part of ${line}`)],
    ),
  ]);
}
