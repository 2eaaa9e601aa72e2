/** People with a login of their own, beside everybody else who needs none. */
import { createRequire } from 'node:module';
import type { Appliance } from '../../support/appliance.ts';

const bcrypt = createRequire(import.meta.filename)('bcryptjs') as { hashSync(text: string, rounds: number): string };
const PASSWORD = 'a password that only the scenarios know';

/** Of Node-RED; nothing where nobody is named. */
export function settingsFor(people: readonly string[]): Readonly<Record<string, unknown>> {
  if (people.length === 0) return {};
  const password = bcrypt.hashSync(PASSWORD, 4);
  const users = people.map((username) => ({ username, password, permissions: '*' }));
  return { adminAuth: { type: 'credentials', users, default: { permissions: '*' } } };
}

/** Headers of a request that this person makes. */
export async function asPerson(appliance: Appliance, name: string): Promise<Readonly<Record<string, string>>> {
  const asked = { client_id: 'node-red-admin', grant_type: 'password', scope: '*', username: name, password: PASSWORD };
  const answer = await appliance.fetch('/auth/token', { method: 'POST', body: new URLSearchParams(asked) });
  if (!answer.ok) throw new Error(`login of ${name}: ${answer.status} ${await answer.text()}`);
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return { authorization: `Bearer ${token}` };
}
