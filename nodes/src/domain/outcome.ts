/** What a behaviour says about one message. Behaviours return outcomes and throw only for bugs. */
import type { Failure } from './failure.ts';
import type { Message } from './message.ts';

export type DropReason = 'duplicate' | 'unchanged' | 'filtered';

export type Outcome =
  | { readonly kind: 'pass'; readonly message: Message; readonly port?: string; readonly note?: string }
  /** Several messages leave by one port, in this order. */
  | { readonly kind: 'pass-all'; readonly messages: readonly Message[]; readonly port?: string }
  | { readonly kind: 'drop'; readonly reason: DropReason; readonly note?: string }
  /** Final: leaves by the `rejected` port and, when delivered from an outbox, is buried. */
  | { readonly kind: 'reject'; readonly failure: Failure; readonly versions?: Message['versions'] }
  /** Surely not done; again later. */
  | { readonly kind: 'retry'; readonly failure: Failure; readonly afterMs?: number }
  /** Sent, answer lost: the next attempt looks first. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

export const pass = (message: Message, port?: string): Outcome => ({
  kind: 'pass',
  message,
  ...(port ? { port } : {}),
});
export const reject = (failure: Failure): Outcome => ({ kind: 'reject', failure });
