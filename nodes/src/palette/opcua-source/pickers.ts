/** Live choices: machines behind the chosen endpoint, and objects of its server that tell of alarms. */
import { explain } from '../../domain/failure.ts';
import type { PlantEndpoint } from '../../domain/plant/endpoint.ts';
import { machinesBehind } from '../../domain/plant/equipment-tags.ts';
import type { Result } from '../../domain/ports.ts';

interface Host {
  resource<T>(configNodeId: string): Promise<Result<T>>;
}

export async function chooseMachine(
  query: Readonly<Record<string, string>>,
  host: Host,
): Promise<readonly { readonly value: string; readonly label: string }[]> {
  if (!query.endpoint) return [];
  const endpoint = await host.resource<PlantEndpoint>(query.endpoint);
  if (!endpoint.ok) throw new Error(explain(endpoint.failure));
  const machines = machinesBehind(endpoint.value.site.pack, endpoint.value.name);
  return machines.map(({ id, name }) => ({ value: id, label: `${name} – ${id}` }));
}

export async function chooseNotifier(
  query: Readonly<Record<string, string>>,
  host: Host,
): Promise<readonly { readonly value: string; readonly label: string }[]> {
  if (!query.endpoint) return [];
  const endpoint = await host.resource<PlantEndpoint>(query.endpoint);
  if (!endpoint.ok) throw new Error(explain(endpoint.failure));
  const found = await endpoint.value.conditions.notifiers();
  if (!found.ok) throw new Error(explain(found.failure));
  return found.value.map(({ tag, name }) => ({ value: tag, label: `${name} – ${tag}` }));
}
