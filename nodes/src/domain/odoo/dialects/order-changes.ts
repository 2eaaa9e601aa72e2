/** What a dialect must be able to do to an order besides its quantities. */
import type { Erp, Result } from '../../ports.ts';
import type { MoveDocument } from '../dialect.ts';

export interface OrderPlan {
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** Its work orders stand in the calendars of their work centres. */
  readonly isPlanned: boolean;
}

export interface OrderChanges {
  plan(erp: Erp, id: number): Promise<Result<OrderPlan | undefined>>;
  /** Takes the work orders out of the calendars, when they were in. */
  move(erp: Erp, id: number, start: string): Promise<Result<unknown>>;
  /** Takes back that these lines were consumed or made. */
  unrecord(erp: Erp, moves: readonly MoveDocument[]): Promise<Result<unknown>>;
}
