/** Page after page, each sent when there is room for it; the last one is the answer. */
import type { Failure } from '../../domain/failure.ts';
import type { Erp, Result } from '../../domain/ports.ts';
import type { Followed } from '../../host/following.ts';
import type { Config } from './filter.ts';
import { notOne } from './limits.ts';
import type { Stretch } from './pace.ts';
import { type Place, readPage } from './pages.ts';
import type { Answer } from './records.ts';

export interface Parts {
  readonly config: Config;
  readonly erp: Erp;
  /** Absent where pages leave as fast as they are read. */
  readonly stretch: Stretch | undefined;
  send(answer: Answer): Followed;
}

export type Streamed =
  /** What goes out with the message that asked. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** All before `at` has left. */
  | { readonly kind: 'stopped'; readonly failure: Failure; readonly at: Place };

export async function stream(parts: Parts, from: Place): Promise<Streamed> {
  const { config, erp, stretch, send } = parts;
  for (let at = from; ; ) {
    // Many questions have one page, which need not wait for the pages of others.
    const before = at.page > 1 ? await stretch?.room() : undefined;
    if (before && !before.ok) return stopped(parts, before, at);
    const read = await readPage(config, erp, at);
    if (!read.ok) return stopped(parts, read, at);
    const { records, next } = read.value;
    const wrong = config.mode === 'exactlyOne' ? notOne(at.model, records.length + (next ? 1 : 0)) : undefined;
    if (wrong) return stopped(parts, { ok: false, failure: wrong }, at);
    const answer = { model: at.model, count: at.count, page: at.page, last: next === undefined, records };
    if (!next || config.paging === 'ask') {
      stretch?.end();
      return { kind: 'answer', answer: next ? { ...answer, next } : answer };
    }
    const room = await stretch?.room();
    if (room && !room.ok) return stopped(parts, room, at);
    const sent = send(answer);
    if (stretch) stretch.carries(sent);
    else sent.forget();
    at = next;
  }
}

function stopped({ stretch }: Parts, { failure }: Extract<Result<unknown>, { ok: false }>, at: Place): Streamed {
  if (failure.code === 'page-not-taken') stretch?.giveUp();
  else stretch?.end();
  return { kind: 'stopped', failure, at };
}
