/** Ladders of a site pack whose steps reach nobody. */
import { checkPack } from '../../../nodes/src/domain/site/check.ts';
import { demoPlant } from '../mapping/plant.ts';

const roles = { 'quality-lead': { title: 'Quality lead', mail: ['q@acme.example'] }, kiosk: { title: 'Kiosk' } };
const problems = (...steps: object[]) =>
  checkPack({ ...demoPlant(), roles, escalation: { critical: steps } }).problems.map(({ path, message }) => [
    path,
    message,
  ]);

test('a step names a role of the pack, and one with an address where it sends mail', () => {
  expect(problems({ role: 'quality-lead', afterMinutes: 0, channel: 'mail' })).toEqual([]);
  expect(problems({ role: 'kiosk', afterMinutes: 0, channel: 'webhook' })).toEqual([]);
  expect(problems({ role: 'kiosk', afterMinutes: 0, channel: 'mail' })).toEqual([
    ['escalation.critical[0].channel', 'is mail, and the role kiosk has no mail address'],
  ]);
  expect(problems({ role: 'boss', afterMinutes: 0, channel: 'mqtt' })).toEqual([
    ['escalation.critical[0].role', 'is no role of this pack: there are quality-lead, kiosk'],
  ]);
});
