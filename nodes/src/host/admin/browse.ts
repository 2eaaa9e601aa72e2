/** GET `plantwire/browse/<picker>`: choices a running resource offers to a form. No secrets, no payloads. */
import type { Result } from '../../domain/ports.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';
import { acquire, releaseAll } from '../resources.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Said in the language of the editor. */
  readonly marks?: readonly ('needed' | 'runs' | 'lacks')[];
  /** Stands behind the marks as it is. */
  readonly detail?: string;
}

export interface BrowseHost {
  /** The resource of a deployed configuration node, held until the answer was given. */
  resource<T>(configNodeId: string): Promise<Result<T>>;
  /** What is deployed on the tab of this node; nothing before it is deployed itself. */
  beside(nodeId: string): readonly Readonly<Record<string, unknown>>[];
  /** Node-RED's user directory. */
  readonly userDir: string;
}

/** `query.q` is what the person typed; the other entries are values of the form, such as the selected connection. */
export type Picker = (
  query: Readonly<Record<string, string>>,
  host: BrowseHost,
) => Promise<readonly Choice[]> | readonly Choice[];
export type Browse = Readonly<Record<string, Picker>>;

const MAX_CHOICES = 200;

export function mountBrowse(red: Red, browse: Browse): void {
  for (const [name, picker] of Object.entries(browse)) {
    red.httpAdmin.get(
      `/plantwire/browse/${name}`,
      red.auth.needsPermission('plantwire.read'),
      async (request: RedRequest, response: RedResponse) => {
        const user = {};
        try {
          const host = {
            resource: <T>(id: string) => acquire<T>(id, user),
            beside: (id: string) => deployedBeside(red, id),
            userDir: red.settings.userDir ?? '.',
          };
          const choices = await picker(texts(request.query), host);
          response.json({ choices: choices.slice(0, MAX_CHOICES), more: choices.length > MAX_CHOICES });
        } catch (bug) {
          response
            .status(500)
            .json({ choices: [], more: false, text: bug instanceof Error ? bug.message : String(bug) });
        } finally {
          releaseAll(user);
        }
      },
    );
  }
}

function deployedBeside(red: Red, nodeId: string): readonly Readonly<Record<string, unknown>>[] {
  const all: Record<string, unknown>[] = [];
  red.nodes.eachNode((config) => all.push(config));
  const tab = all.find(({ id }) => id === nodeId)?.['z'];
  return tab === undefined ? [] : all.filter(({ z, d }) => z === tab && d !== true);
}

const texts = (query: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
