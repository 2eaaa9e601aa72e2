/**
 * A work order as plant and ERP both see it: which state of a machine or of a job means which step, and which steps are
 * possible from where. Pure. State names are those of ISA-95 Job Control (OPC 10031-4) and of PackML (ISA-TR88.00.02);
 * sites map by cause, because vendors use the words "held" and "suspended" for either.
 */

export const JOB_STATES = [
  'NotAllowedToStart',
  'AllowedToStart',
  'Running',
  'Interrupted.Held',
  'Interrupted.Suspended',
  'Ended.Completed',
  'Ended.Closed',
  'Aborted',
] as const;

export const PACKML_STATES = [
  'Stopped',
  'Starting',
  'Idle',
  'Suspended',
  'Execute',
  'Stopping',
  'Aborting',
  'Holding',
  'Held',
  'Unholding',
  'Suspending',
  'Unsuspending',
  'Resetting',
  'Completing',
  'Complete',
  'Clearing',
] as const;

export const WORK_STATES = [...JOB_STATES, ...PACKML_STATES] as const;
export type WorkState = (typeof WORK_STATES)[number];

export type Step = 'run' | 'pause' | 'finish';

const STEPS: Readonly<Partial<Record<WorkState, Step>>> = {
  Running: 'run',
  Execute: 'run',
  'Interrupted.Held': 'pause',
  'Interrupted.Suspended': 'pause',
  Held: 'pause',
  Suspended: 'pause',
  Stopped: 'pause',
  // Whether an aborted job is given up or goes on is for a person to say; its time stands still meanwhile.
  Aborted: 'pause',
  'Ended.Completed': 'finish',
  'Ended.Closed': 'finish',
  Complete: 'finish',
};

/** Undefined for states that ask nothing of a work order: it waits, or is on its way from one state to another. */
export const stepFor = (state: WorkState): Step | undefined => STEPS[state];

/** `paused` is begun with nobody's time running. */
export type Progress = 'waiting' | 'ready' | 'running' | 'paused' | 'done' | 'cancelled';

export type Transition =
  | { readonly kind: 'go'; readonly to: Progress /** The start was never reported. */; readonly inferred: boolean }
  | { readonly kind: 'already' }
  | { readonly kind: 'illegal' };

const AFTER: Readonly<Record<Step, Progress>> = { run: 'running', pause: 'paused', finish: 'done' };

/**
 * The plant may begin before an earlier operation is through, and may end without having reported a start: that is a
 * fact, not a wish. What is over does not begin again, and what never began cannot be interrupted.
 */
export function transition(from: Progress, step: Step): Transition {
  const to = AFTER[step];
  if (from === to) return { kind: 'already' };
  if (from === 'done' || from === 'cancelled') return { kind: 'illegal' };
  const hasBegun = from === 'running' || from === 'paused';
  if (step === 'pause' && !hasBegun) return { kind: 'illegal' };
  return { kind: 'go', to, inferred: step === 'finish' && !hasBegun };
}
