/** Which crosswalk a request is about: that of the node it names, else of the only one there is. */
import { type Decision, UNNAMED } from '../../domain/delivery/dead-letter.ts';
import { redactText } from '../../domain/delivery/dead-letter-redaction.ts';
import { explain } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';
import { acquire, releaseAll } from '../resources.ts';

const TYPE = 'plantwire-xref';

export interface Place {
  readonly journal: Journal;
  readonly site: SitePackResource;
  readonly request: RedRequest;
  readonly response: RedResponse;
}

interface Ids {
  readonly id: string;
  readonly name: string;
  readonly journal: string;
  readonly sitePack: string;
}

/** Runs `visitor` with journal and site pack; a bug becomes an answer, never an end of the process. */
export function placed(red: Red, visitor: (place: Place) => Promise<void>) {
  return async (request: RedRequest, response: RedResponse): Promise<void> => {
    const user = {};
    try {
      const found = crosswalks(red, String(request.query['node'] ?? ''));
      const [ids] = found;
      if (!ids) return response.status(409).json({ text: NONE });
      if (found.length > 1) return response.status(409).json({ text: SEVERAL, nodes: found.map(named) });
      const journal = await acquire<Journal>(ids.journal, user);
      if (!journal.ok) return response.status(409).json({ text: explain(journal.failure) });
      const site = await acquire<SitePackResource>(ids.sitePack, user);
      if (!site.ok) return response.status(409).json({ text: explain(site.failure) });
      await visitor({ journal: journal.value, site: site.value, request, response });
    } catch (bug) {
      response.status(500).json({ text: bug instanceof Error ? bug.message : String(bug) });
    } finally {
      releaseAll(user);
    }
  };
}

/** Nodes that share journal and site pack share the rows. */
function crosswalks(red: Red, node: string): readonly Ids[] {
  const found = new Map<string, Ids>();
  red.nodes.eachNode(({ id, type, name, journal, sitePack }) => {
    if (type !== TYPE || (node !== '' && id !== node)) return;
    const about = { id: String(id), name: String(name || id) };
    const ids = { ...about, journal: String(journal ?? ''), sitePack: String(sitePack ?? '') };
    found.set(`${ids.journal} ${ids.sitePack}`, ids);
  });
  return [...found.values()];
}

const named = ({ id, name }: Ids) => ({ id, name });

const NONE = 'There is no crosswalk node. Deploy a flow with one, or correct `node`.';
const SEVERAL = 'There are several crosswalks. Name the node in `node`.';

/** The person behind a request, and why; the reason of an import stands in its address. */
export function decisionBy({ request }: Place): Decision {
  const { reason } = (request.body ?? {}) as { readonly reason?: unknown };
  const words = String(reason ?? request.query['reason'] ?? '').trim();
  return { actor: request.user?.username ?? UNNAMED, reason: redactText(words) };
}
