/** Which records there were at the last sweep, as ranges: neighbours cost nothing. What is missing at the next was deleted. */
import { z } from 'zod';
import type { CounterState } from '../../journal.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import type { Domain } from '../rows.ts';
import type { Watch } from './row.ts';
import { note } from './stream.ts';
import { unreadable } from './words.ts';

export type Ranges = readonly (readonly [first: number, last: number])[];

/** What a sweep leaves to the next: who was there, and whose deletion was told already. */
export interface Census {
  readonly there: Ranges;
  readonly told: Ranges;
}

const ranges = z.array(z.tuple([z.number(), z.number()]));
const censusNote = z.object({ there: ranges, told: ranges });

export function packed(ids: Iterable<number>): Ranges {
  const packs: [number, number][] = [];
  for (const id of [...new Set(ids)].sort((one, other) => one - other)) {
    const last = packs.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else packs.push([id, id]);
  }
  return packs;
}

export function unpacked(packs: Ranges): readonly number[] {
  return packs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
}

const tagOf = (watch: Watch): string => `${watch.name}:ids`;

export function savedCensus(watch: Watch, saved: readonly CounterState[]): Census | undefined {
  return censusNote.safeParse(saved.find(({ tag }) => tag === tagOf(watch))?.memory).data;
}

export const censusOf = (watch: Watch, census: Census, at: string): CounterState => note(tagOf(watch), census, at);

const PAGE = 5_000;

async function searchIds(erp: Erp, model: string, domain: Domain, limit: number): Promise<Result<readonly number[]>> {
  const answer = await erp.call({
    ...{ model, method: 'search', context: { active_test: false }, repeatable: true },
    args: { domain, order: 'id', limit },
  });
  if (!answer.ok) return answer;
  const parsed = z.array(z.number()).safeParse(answer.value);
  return parsed.success ? ok(parsed.data) : fail(unreadable(model));
}

/** Every id the watch covers now. */
export async function presentIds(erp: Erp, { model, domain }: Watch): Promise<Result<readonly number[]>> {
  const all: number[] = [];
  for (;;) {
    const page = await searchIds(erp, model, [...domain, ['id', '>', all.at(-1) ?? 0]], PAGE);
    if (!page.ok) return page;
    all.push(...page.value);
    if (page.value.length < PAGE) return ok(all);
  }
}

/** Those of `ids` that are gone; one that only left the watched part is still there. */
export async function goneAmong(erp: Erp, model: string, ids: readonly number[]): Promise<Result<readonly number[]>> {
  const gone: number[] = [];
  for (let from = 0; from < ids.length; from += PAGE) {
    const asked = ids.slice(from, from + PAGE);
    const there = await searchIds(erp, model, [['id', 'in', asked]], PAGE);
    if (!there.ok) return there;
    const present = new Set(there.value);
    gone.push(...asked.filter((id) => !present.has(id)));
  }
  return ok(gone);
}
