/** Notices for people. */
import { digestNotice } from '../../../nodes/src/domain/publishing/digest-text.ts';
import { noticeOf, render, rolesOf } from '../../../nodes/src/domain/publishing/notice.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';
import { demoPlant } from '../mapping/plant.ts';

const ZONE = 'Europe/Berlin';

test.each([
  ['Order {data.orderId} at {time}', 'Order WH/MO/00042 at 2026-11-20 07:00:00'],
  ['{data.quantity} made', '12 C62 made'],
  ['{data.none}, {siteid}, { workcenterid }', '–, MUC1, L3'],
  ['{constructor} {data.__proto__}', '– –'],
])('%j becomes %j', (template, text) => expect(render(template, canonicalEvent(), ZONE)).toBe(text));

test('the subject is one line, whatever an event holds', () => {
  const event = canonicalEvent({ data: { name: `a\r\nBcc: x@y.example ${'z'.repeat(400)}` } });
  const notice = noticeOf({ event, trail: [] }, { subject: '{data.name}', text: '', timeZone: ZONE }, 0);
  expect(notice).toMatchObject({ ok: true, value: { id: 'e-1', kind: 'notice', about: 'production.output.reported' } });
  expect(notice.ok && notice.value.subject).toMatch(/^a Bcc: x@y\.example z{100,}$/);
  expect(notice.ok && notice.value.subject.length).toBe(150);
});

test('what has no id is refused: it could not be known again', () =>
  expect(noticeOf({ event: { text: 'x' }, trail: [] }, { subject: 's', text: '', timeZone: ZONE }, 0)).toMatchObject({
    ok: false,
    failure: { code: 'not-an-event' },
  }));

test('roles are those of the site pack, and need an address where mails are sent', () => {
  const mute = ['$', '{PLANTWIRE_MAIL_SHIFT}'].join('');
  const roles = {
    'quality-lead': { title: 'Quality lead', mail: ['q@plant.example'] },
    shift: { title: 'Shift leader', mail: [mute] },
  };
  const pack = { ...demoPlant(), roles };
  expect(rolesOf(pack, ['quality-lead'], true)).toEqual({ ok: true, value: [roles['quality-lead']] });
  expect(rolesOf(pack, ['shift'], false)).toMatchObject({ ok: true });
  expect(rolesOf(pack, ['shift'], true)).toMatchObject({ ok: false, failure: { code: 'role-unusable' } });
  expect(rolesOf(pack, ['qualty'], false)).toMatchObject({ failure: { reason: 'there is no role qualty' } });
  expect(rolesOf(pack, [], false)).toMatchObject({ failure: { reason: 'the node names no role' } });
});

test('a digest says how many, of what, the first of them, and that nothing is lost', () => {
  const closing = {
    fromMs: Date.UTC(2026, 10, 20, 6),
    untilMs: Date.UTC(2026, 10, 20, 6, 15),
    lines: [{ id: 'a', at: '2026-11-20T06:01:00Z', subject: 'Pump 3 is hot' }],
    counts: { 'equipment.condition.changed': 40, others: 2 },
  };
  const digest = digestNotice(closing, { id: 'n1', name: 'Alarms' }, ZONE, 'en');
  expect(digest).toMatchObject({
    id: `digest-n1-${closing.untilMs}`,
    kind: 'digest',
    subject: 'Alarms: 42 further notices',
  });
  for (const words of ['from 2026-11-20 07:00:00', '40 × equipment', '07:01:00  Pump 3 is hot', 'and 41 more'])
    expect(digest.text).toContain(words);
  expect(digestNotice(closing, { id: 'n1', name: 'Alarme' }, ZONE, 'de').subject).toBe('Alarme: 42 weitere Meldungen');
});
