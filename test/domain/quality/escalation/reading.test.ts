/** What events of quality say about a matter, and what a step of its ladder says in turn. */
import { system } from '../../../../nodes/src/adapters/system.ts';
import { climb, hear } from '../../../../nodes/src/domain/quality/escalation/matter.ts';
import type { Step } from '../../../../nodes/src/domain/quality/escalation/policy.ts';
import { raisedBy } from '../../../../nodes/src/domain/quality/escalation/raised.ts';
import { readEvent, type Said } from '../../../../nodes/src/domain/quality/escalation/reading.ts';
import { compileValidator } from '../../../../nodes/src/domain/validation/compile.ts';

const { hash } = system;
const lot = { material: { materialDefinitionId: 'FG-1000' }, lot: { lotId: 'L-7' } };
const AT = Date.parse('2026-11-20T10:31:00Z');
const event = (name: string, data: object) => ({
  ...{ id: 'e-1', type: `mfg.quality.${name}.v1`, time: '2026-11-20T10:31:00Z', data },
});
const nc = (status: string, more: object = lot) =>
  readEvent(
    event('nonconformance.changed', {
      ...{ ncId: 'NC-1', revision: 2, status, severity: 'critical', description: 'Torque low', ...more },
    }),
  );
const result = (overall: string) =>
  readEvent(
    event('test.reported', {
      ...{ testId: 'T-1', revision: 1, testSpecificationId: 'QP-1', ...lot, measurements: [], overall },
      evaluatedAt: '2026-11-20T10:31:00Z',
    }),
  );
const decision = (action: string) =>
  readEvent(
    event('disposition.changed', {
      ...{ dispositionId: 'H-1', action, ...lot, effectiveAt: '2026-11-20T10:31:00Z' },
      reason: { code: 'X', scheme: 'qms', text: 'Torque low' },
    }),
  );

test.each([
  ['opened', { kind: 'open', order: 2, atMs: AT, ladder: 'critical' }],
  ['contained', { kind: 'acknowledged', order: 2 }],
  ['dispositioned', { kind: 'acknowledged', order: 2 }],
  ['closed', { kind: 'closed', order: 2 }],
])('a nonconformance that is %s', (status, word) => {
  expect(nc(status)).toMatchObject({ kind: 'word', subject: 'nonconformance NC-1', word });
});

test.each([
  ['fail', { kind: 'open', order: 1, atMs: AT, ladder: 'major' }],
  ['inconclusive', { kind: 'open', order: 1, atMs: AT, ladder: 'minor' }],
  ['pass', { kind: 'closed', order: 1 }],
])('a test with the result %s', (overall, word) => {
  expect(result(overall)).toMatchObject({ subject: 'test T-1', word });
});

test.each(['release', 'useAsIs', 'reject', 'rework', 'scrap', 'return'])('a hold ends with %s', (action) => {
  expect(decision('hold')).toMatchObject({ subject: 'hold H-1', word: { kind: 'open', order: AT, ladder: 'hold' } });
  expect(decision(action)).toMatchObject({ subject: 'hold H-1', word: { kind: 'closed', order: AT } });
});

test('a person names what they have taken on; everything else says nothing', () => {
  const data = { about: 'hold', subjectId: 'H-1', acknowledgedBy: 'p:1', acknowledgedAt: '2026-11-20T10:31:00Z' };
  const said: Said = { kind: 'person', subject: 'hold H-1', by: 'p:1' };
  expect(readEvent(event('escalation.acknowledged', data))).toEqual(said);
  for (const other of [
    undefined,
    { any: 'thing' },
    event('nonconformance.changed', { ncId: 'NC-1' }),
    { ...event('escalation.acknowledged', data), type: 'mfg.material.consumed.v1' },
  ])
    expect(readEvent(other)).toEqual({ kind: 'nothing' });
});

const step: Step = { role: 'quality-lead', afterMinutes: 0, channel: 'mail', holdsLot: true };

function raise(said: Said, ladder: 'critical' | 'hold') {
  if (said.kind !== 'word') throw new Error('no word');
  const { matter } = hear(undefined, said.subject, said.word, said.facts, AT);
  const climbed = climb(matter, [step], AT);
  if (!climbed) throw new Error('no step is due');
  const raised = raisedBy(climbed, ladder, 1, { enterprise: 'ACME', site: 'MUC1', hash, nowMs: AT + 5_000 });
  if (!raised.ok) throw new Error(raised.failure.reason);
  return raised.value;
}

test('a step is a valid event for its role, and the hold that it asks for one that quality itself could send', () => {
  const { told, hold } = raise(nc('opened'), 'critical');
  const isValid = (accepts: string, one: unknown) =>
    compileValidator({ accepts: [accepts], strictness: 'strict', hash })(one).ok;
  expect(isValid('quality.escalation.raised', told)).toBe(true);
  expect(told).toMatchObject({
    ...{ causationid: 'e-1', correlationid: 'nc:ACME:NC-1' },
    data: { text: 'Torque low', role: 'quality-lead', since: '2026-11-20T10:31:00.000Z', ...lot },
  });
  expect(isValid('quality.disposition.changed', hold)).toBe(true);
  expect(hold).toMatchObject({
    ...{ partitionkey: 'MUC1:lot:FG-1000:L-7', correlationid: 'nc:ACME:NC-1' },
    data: { dispositionId: 'NC-1', action: 'hold', effectiveAt: '2026-11-20T10:31:05.000Z' },
  });
});

test('a hold asks for no second one, and what has no lot for none', () => {
  expect(raise(decision('hold'), 'hold').hold).toBeUndefined();
  expect(raise(nc('opened', { operationsRequestId: 'WH/MO/1' }), 'critical').hold).toBeUndefined();
});
