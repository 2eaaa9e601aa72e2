/** What a decision about a dead letter needs of the running appliance: journal, Odoo, site pack, and who asks. */
import { type DeadLetter, type Decision, UNNAMED } from '../../domain/delivery/dead-letter.ts';
import type { CorrectionTools } from '../../domain/delivery/dead-letter-correction.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import { prepareMapper } from '../../domain/mapping/apply.ts';
import { type Erp, fail, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { compileValidator } from '../../domain/validation/compile.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';
import { acquire, allHoldings, releaseAll } from '../resources.ts';
import { systemInUse } from '../system-in-use.ts';

export interface Visit {
  readonly red: Red;
  readonly journal: Journal;
  readonly request: RedRequest;
  readonly response: RedResponse;
  /** Resources are held in its name until the answer is given. */
  readonly user: object;
}

export type Visitor = (visit: Visit) => Promise<void>;

/** Runs `visitor` with the journal the request names; a bug becomes an answer, never an end of the process. */
export function guarded(red: Red, visitor: Visitor) {
  return async (request: RedRequest, response: RedResponse): Promise<void> => {
    const user = {};
    try {
      const id = String(request.query['journal'] ?? '') || firstRunning('journal')?.id;
      const journal = id === undefined ? undefined : await acquire<Journal>(id, user);
      if (!journal?.ok) return response.status(409).json({ text: NO_JOURNAL });
      await visitor({ red, journal: journal.value, request, response, user });
    } catch (bug) {
      response.status(500).json({ text: bug instanceof Error ? bug.message : String(bug) });
    } finally {
      releaseAll(user);
    }
  };
}

const NO_JOURNAL = 'No journal is running. Deploy a flow with a journal node.';

const running = (type: string) =>
  allHoldings().filter((holding) => holding.type === type && holding.value() !== undefined);
const firstRunning = (type: string) => running(type)[0];

/** The Odoo that the letter's dead-letter node names; without a choice, the only one there is. */
export async function erpOf({ red, user }: Visit, letter: Pick<DeadLetter, 'outlet'>): Promise<Result<Erp>> {
  const chosen = settingOf(red, letter, 'connection');
  if (chosen !== undefined) return acquire<Erp>(chosen, user);
  const [only, another] = running('odoo-connection');
  if (only === undefined) return fail(notAsked('no Odoo connection is running'));
  return another ? fail(notAsked('there are several Odoo connections')) : acquire<Erp>(only.id, user);
}

/** Maps need the site pack; without one a mapped message is corrected in its intent. */
export async function toolsOf({ red, user }: Visit, letter: Pick<DeadLetter, 'outlet'>): Promise<CorrectionTools> {
  const validate = compileValidator({ accepts: [], strictness: 'tolerant', hash: systemInUse().hash });
  const [only, another] = running('site-pack');
  const id = settingOf(red, letter, 'sitePack') ?? (another ? undefined : only?.id);
  const site = id === undefined ? undefined : await acquire<SitePackResource>(id, user);
  return { validate, ...(site?.ok ? { map: prepareMapper(site.value) } : {}) };
}

function settingOf(red: Red, { outlet }: Pick<DeadLetter, 'outlet'>, name: string): string | undefined {
  let found: unknown;
  red.nodes.eachNode((config) => {
    if (outlet !== undefined && config['id'] === outlet) found = config[name];
  });
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The person behind a request, as the login knows him. */
export function decisionOf({ request }: Visit, reason: string, detail?: unknown): Decision {
  const actor = request.user?.username ?? UNNAMED;
  return { actor, reason, ...(detail === undefined ? {} : { detail }) };
}

const notAsked = (reason: string): Failure => ({
  code: 'odoo-not-chosen',
  class: 'configuration',
  attempted: 'ask whether a message is still right',
  on: 'Odoo',
  reason,
  nextStep: 'Choose the connection in the dead-letter node of the flow and deploy.',
});
