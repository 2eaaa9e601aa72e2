/** Breaks attempts off at one of their writes, of a simulated Odoo or a real one, posting by calls or by batch action. */
import { openBatch } from '../../../nodes/src/adapters/odoo/batch.ts';
import {
  type Erp,
  type ErpBatch,
  type ErpCall,
  type ErpProfile,
  fail,
  type Result,
} from '../../../nodes/src/domain/ports.ts';

const LOOKS = ['search_read', 'fields_get', 'check_object_reference', 'has_access', 'check_access_rights', 'get_param'];

/** The batch action is run for looks as well. */
const isLook = ({ model, method, repeatable }: ErpCall): boolean =>
  LOOKS.includes(method) || (model === 'ir.actions.server' && repeatable === true);

const LOST: Result<unknown> = fail({
  code: 'odoo-answer-lost',
  class: 'unknown',
  answerLost: true,
  attempted: 'write',
  on: 'Odoo',
  reason: 'the connection broke after the request was sent',
  nextStep: 'Odoo is asked what was done before anything is repeated.',
});

/** Two ends of an attempt: Odoo did what was asked and its answer is lost, or the process ends before it asks. */
type How = 'the answer is lost' | 'the process ends';

/** Breaks off what is posted through it, at its n-th write; what the journal was told before is kept. */
export class Breaking implements Erp {
  private readonly to: Erp;
  private left = 0;
  private how: How = 'the answer is lost';
  readonly batch?: ErpBatch;

  /** `action`: of the batch action, where it posts by that. */
  constructor(to: Erp, action = 0) {
    this.to = to;
    const { profile } = to;
    const call = (request: ErpCall) => this.call(request);
    if (action > 0) this.batch = openBatch({ profile, call }, action);
  }

  profile = (): Promise<Result<ErpProfile>> => this.to.profile();

  async call(request: ErpCall): Promise<Result<unknown>> {
    if (this.left === 0 || isLook(request)) return this.to.call(request);
    this.left -= 1;
    if (this.left > 0) return this.to.call(request);
    if (this.how === 'the process ends') throw new Error(this.how);
    await this.to.call(request);
    return LOST;
  }

  /** `false` where the attempt had fewer writes: it was finished. */
  async brokenOff(attempt: () => Promise<Result<unknown>>, write: number, how: How): Promise<boolean> {
    this.how = how;
    for (;;) {
      this.left = write;
      const answer = await attempt().catch(() => LOST);
      const isBroken = this.left === 0;
      this.left = 0;
      if (isBroken || answer.ok) return isBroken;
      // Two threads of a real Odoo may meet in its memory while other suites call it.
      if (answer.failure.code !== 'odoo-threads-collided') throw new Error(JSON.stringify(answer.failure));
    }
  }

  /** Loses one answer of each attempt, each time to a later write, until one is finished; how many were lost. */
  async losesEach(attempt: () => Promise<Result<unknown>>): Promise<number> {
    let write = 1;
    while (await this.brokenOff(attempt, write, 'the answer is lost')) write += 1;
    return write - 1;
  }
}
