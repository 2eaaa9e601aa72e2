/** Which message of a lane is next. One message of a lane is in flight at a time; the journal implements this in SQL. */

export interface Candidate {
  readonly id: number;
  readonly priority: number;
  /** Epoch ms. */
  readonly due: number;
}

/** The three messages of a lane that can be next; everything else waits behind one of them. */
export interface LaneView {
  /** Oldest message that has not stepped aside. */
  readonly head?: Candidate;
  /** Message that stepped aside and whose own timer ends first. */
  readonly timed?: Candidate;
  /** Oldest message that stepped aside and was not tried since another message of the lane settled. */
  readonly stirred?: Candidate;
}

/** When the lane can go on (epoch ms) and how urgent it then is; `undefined` for an empty lane. */
export function laneDue(view: LaneView): { readonly due: number; readonly priority: number } | undefined {
  if (view.head) return { due: view.head.due, priority: view.head.priority };
  if (view.stirred) return { due: 0, priority: view.stirred.priority };
  return view.timed && { due: view.timed.due, priority: view.timed.priority };
}

/**
 * The message to lease now. A head whose pause is not over blocks its lane. A message that stepped aside goes again when
 * its timer ends, so that a busy lane cannot starve it, or when something settled and nothing else is ready.
 */
export function nextOfLane(view: LaneView, nowMs: number): Candidate | undefined {
  const { head, timed, stirred } = view;
  if (head && head.due > nowMs) return undefined;
  if (timed && timed.due <= nowMs) return timed;
  return head ?? stirred;
}
