/** Whether the target wants work, and how much: asked before anything is leased. Without a target everything goes. */
import type { Standing, Target } from '../../domain/delivery/mode.ts';
import type { NodeContext } from '../../host/node.ts';

export interface Gate {
  /** Messages that may be in flight now; 0 for none. */
  room(): number;
  /** Why nothing goes out, when nothing does. */
  reason(): string | undefined;
  onChange(listener: () => void): void;
  close(): void;
}

/** The target may start later than the outbox, which takes messages in any case. */
const ASK_AGAIN_MS = 5_000;

export function openGate(
  context: Pick<NodeContext<unknown>, 'clock' | 'resource'>,
  targetId: string,
  most: number,
): Gate {
  if (targetId === '')
    return { room: () => most, reason: () => undefined, onChange: () => undefined, close: () => undefined };
  let target: Target | undefined;
  let missing = 'the Odoo connection is starting';
  let changed: () => void = () => undefined;
  let cancel: () => void = () => undefined;
  let leave: () => void = () => undefined;
  let isClosed = false;

  const look = async (): Promise<void> => {
    const found = await context.resource<Target>(targetId);
    if (isClosed) return;
    if (found.ok) {
      target = found.value;
      leave = target.onStanding(() => changed());
    } else {
      missing = found.failure.reason;
      cancel = context.clock.after(ASK_AGAIN_MS, () => void look());
    }
    changed();
  };
  void look();
  const standing = (): Standing | undefined => target?.standing();
  return {
    room() {
      const now = standing();
      return now?.mayPost ? Math.min(most, now.limit) : 0;
    },
    reason() {
      const now = standing();
      return now ? now.reason : missing;
    },
    onChange(listener) {
      changed = listener;
    },
    close() {
      isClosed = true;
      cancel();
      leave();
    },
  };
}
