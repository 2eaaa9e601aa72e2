/** What engineers do in the tab Crosswalk, over the guarded endpoints. */
import { until } from '../../support/time.ts';
import type { Bench } from './bench.ts';

interface Wanted {
  readonly map: string;
  readonly domain: string;
  readonly system: string;
  readonly to: string;
  readonly because: string;
}

const BASE = '/plantwire/crosswalk';

/** Waits until the code is listed as unknown, as a person finds it there; its row is approved at once. */
export async function mapCode({ appliance }: Bench, wanted: Wanted): Promise<void> {
  const { map: localCode, domain, system, to: canonicalId, because: reason } = wanted;
  await until(
    `the crosswalk lists ${localCode}`,
    async () => {
      const { misses } = (await (await appliance.fetch(BASE)).json()) as { readonly misses: readonly Miss[] };
      return misses.some(({ code }) => code === localCode);
    },
    60_000,
  );
  const body = JSON.stringify({ row: { domain, system, localCode, canonicalId, status: 'approved' }, reason });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const response = await appliance.fetch(`${BASE}/rows`, init);
  if (!response.ok) throw new Error(`row of ${localCode}: ${response.status} ${await response.text()}`);
}

interface Miss {
  readonly code: string;
}
