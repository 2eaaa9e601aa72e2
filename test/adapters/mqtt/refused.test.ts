/** What a broker says instead of confirming. */
import { noRetaining, publishRefused, tooLarge, unconfirmed } from '../../../nodes/src/adapters/mqtt/refused.ts';

test.each([
  [0x87, 'mqtt-publish-refused', 'authorisation'],
  [0x97, 'mqtt-quota', 'throttled'],
  [0x96, 'mqtt-quota', 'throttled'],
  [0x90, 'mqtt-message-refused', 'data'],
  [0x99, 'mqtt-message-refused', 'data'],
  [0x80, 'mqtt-not-taken', 'transient'],
])('reason %i is %s', (reason, code, failureClass) =>
  expect(publishRefused(reason, 'mfg/a', 'words')).toMatchObject({ code, class: failureClass, on: 'mfg/a' }),
);

test('limits of the broker say what the message has and what it takes', () => {
  expect(tooLarge('mfg/a', 2_000, 1_000).reason).toBe('it has 2000 bytes, the broker takes 1000');
  expect(noRetaining('mfg/a').class).toBe('configuration');
  expect(unconfirmed('mfg/a', 'x'.repeat(500)).cause).toHaveLength(200);
});
