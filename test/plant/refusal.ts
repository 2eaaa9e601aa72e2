/** What a person reads who asked for something that cannot be started. */
import process from 'node:process';

/** An example is a whole command, ready to be typed. */
export interface Refusal {
  /** Such as `part wsm`. */
  readonly attempted: string;
  readonly why: string;
  readonly next: string;
}

export const refusalText = ({ attempted, why, next }: Refusal): string => `Cannot start ${attempted}: ${why}. ${next}`;

export function refuse(refusal: Refusal): never {
  console.error(refusalText(refusal));
  process.exit(2);
}
