/** One message in, one file left; settled when the file has its name. */
import type { DropFolder } from '../../domain/files/drop.ts';
import type { Layout } from '../../domain/files/layout.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message, Receipt } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { valueAt } from '../../domain/validation/wording.ts';
import { delivered, keepLease, outcomeOfFailure } from '../../host/delivery.ts';
import { type Drops, type LeftFile, openDrops } from '../../host/dropping.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { type Config, type Content, contentOf } from './content.ts';
import { layoutOf } from './layout.ts';

/** What the entry's adapter is asked for. */
export type OpenDropFolder = (userDir: string, folder: string) => DropFolder;

export async function startFileDrop(context: NodeContext<Config>, open: OpenDropFolder): Promise<Result<Behaviour>> {
  const { config, clock, id, userDir } = context;
  const layout = layoutOf(config);
  if (!layout.ok) return layout;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const folder = open(userDir, config.folder);
  const drops = await openDrops({ journal: journal.value, owner: id, folder, clock });
  if (!drops.ok) return drops;
  return ok({ handle: (message) => take(context, journal.value, drops.value, layout.value, message) });
}

async function take(
  { config, clock, hash }: NodeContext<Config>,
  journal: Journal,
  drops: Drops,
  layout: Layout | undefined,
  message: Message,
): Promise<Outcome> {
  const key = keyOf(message, hash);
  const content = contentOf(config, layout, message.event, key);
  if (!content.ok) return reject(content.failure);
  const { name, bytes } = content.value;
  const stop = keepLease(message.delivery, journal, clock);
  const left = await drops
    .leave({
      ...{ key, name, bytes: () => [bytes] },
      ...(config.manifest === 'none' ? {} : { manifest: (sha256: string) => manifestOf(sha256, content.value) }),
    })
    .finally(stop);
  if (!left.ok) return outcomeOfFailure(left.failure);
  return delivered(message, receiptOf(left.value, content.value), 'left', journal);
}

/** An event is known by its id, whatever way it came; text by its name at the source, or by itself. */
function keyOf({ event, intake }: Message, hash: NodeContext<Config>['hash']): string {
  const id = valueAt(event, ['id']);
  if (typeof id === 'string' && id !== '') return id;
  return intake ?? hash(typeof event === 'string' ? event : JSON.stringify(event ?? null));
}

/** What `sha256sum --check` reads; it takes the second line for a comment. */
const manifestOf = (sha256: string, content: Content): string => `${sha256}  ${content.name}\n# ${sizeOf(content)}\n`;

const sizeOf = ({ rows, bytes }: Content): string =>
  `${rows === undefined ? '' : `rows ${rows}, `}bytes ${bytes.length}`;

const receiptOf = ({ name, sha256, isAlready }: LeftFile, content: Content): Receipt => ({
  verdict: isAlready ? 'already' : 'posted',
  summary: `${name}: ${sizeOf(content)}`,
  records: [],
  readBack: {
    ...{ name, sha256, bytes: content.bytes.length },
    ...(content.rows === undefined ? {} : { rows: content.rows }),
  },
});
