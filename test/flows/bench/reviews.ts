/** Decisions of people, over the guarded endpoints. */
import { until } from '../../support/time.ts';
import type { Bench } from './bench.ts';
import { asPerson } from './people.ts';

interface Waiting {
  readonly desk: string;
  readonly id: string;
  readonly about: string;
}

interface Wanted {
  readonly decide: string;
  readonly about: string;
  readonly because: string;
  readonly by?: string | undefined;
  readonly refused?: string | undefined;
}

/** Waits until it is asked; there must be one question of that text. */
export async function decide(
  { appliance }: Bench,
  { decide: choice, about, because, by, refused }: Wanted,
): Promise<void> {
  let found: readonly Waiting[] = [];
  await until(
    `somebody is asked about ${about}`,
    async () => {
      const response = await appliance.fetch('/plantwire/reviews');
      const { reviews } = (await response.json()) as { reviews: readonly Waiting[] };
      found = reviews.filter((one) => one.about.includes(about));
      return found.length > 0;
    },
    60_000,
  );
  const [only, another] = found;
  if (!only || another) throw new Error(`${found.length} questions about ${about}`);
  const { desk, id } = only;
  const body = JSON.stringify({ desk, id, choice, reason: because });
  const login = by === undefined ? {} : await asPerson(appliance, by);
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...login }, body };
  const response = await appliance.fetch('/plantwire/reviews/decide', init);
  const answer = `${response.status} ${await response.text()}`;
  const isAsWanted = refused === undefined ? response.ok : !response.ok && answer.includes(refused);
  if (!isAsWanted) throw new Error(`${choice}: ${answer}`);
}
