/** What a dialect must know of work orders, without names of models or fields. */
import type { Erp, Result } from '../../ports.ts';

export interface WorkDocument {
  readonly id: number;
  readonly name: string;
  readonly state: 'waiting' | 'ready' | 'progress' | 'done' | 'cancel';
  readonly workCentre: number;
  /** The work centre stands still. */
  readonly isBlocked: boolean;
  readonly start: string | undefined;
  readonly end: string | undefined;
}

export interface WorkOrders {
  /** In the order of the routing. */
  ofOrder(erp: Erp, order: number): Promise<Result<WorkDocument[]>>;
  /** When it really began and ended; Odoo's buttons write the time of the call. */
  date(erp: Erp, id: number, times: { start?: string; end?: string }): Promise<Result<unknown>>;
  /** Work that has not begun and is planned to be at a work centre in that time. */
  plannedInto(erp: Erp, workCentre: number, from: string, to: string): Promise<Result<number[]>>;
}
