/** What the downtime node refuses, in words. */
import type { Failure } from '../../domain/failure.ts';

export const notAState = (what: string): Failure => ({
  code: 'not-a-state',
  class: 'data',
  attempted: 'read a state of a machine or a reason',
  on: what,
  reason: 'only valid events equipment.state.changed and equipment.downtime.classified are read here',
  nextStep: 'Put a schema validator that accepts these two before this node.',
});

export const noReasons = (pack: string): Failure => ({
  code: 'downtime-missing',
  class: 'configuration',
  attempted: 'read what the site says about standstills',
  on: `site pack ${pack}`,
  reason: 'it has no "downtime"',
  nextStep: 'Enter under "downtime" the reasons of the site and what the states of its machines mean.',
});
