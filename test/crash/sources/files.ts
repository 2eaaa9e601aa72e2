/** Events in files: a legacy system writes one beside its place, renames it, and looks at nothing afterwards. */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowBehind } from '../furnish.ts';
import type { OpenSource } from '../source.ts';
import { MessageSource } from './messages.ts';

export const openFiles: OpenSource = async (around) => {
  const folder = join(around.userDir, 'inbox');
  mkdirSync(folder, { recursive: true });
  let files = 0;
  return new MessageSource(around, {
    name: 'files',
    flow: flowBehind(
      { type: 'plantwire-file-source', id: 'crash.files' },
      { folder: 'inbox', pattern: '*.jsonl', format: 'jsonl', ready: 'manifest', pollSeconds: 1 },
    ),
    variables: {},
    async send(event) {
      files += 1;
      const name = `${String(files).padStart(6, '0')}.jsonl`;
      const text = `${JSON.stringify(event)}\n`;
      const sum = createHash('sha256').update(text).digest('hex');
      writeFileSync(join(folder, `${name}.sha256`), `${sum}  ${name}\n`);
      writeFileSync(join(folder, `.${name}.part`), text);
      renameSync(join(folder, `.${name}.part`), join(folder, name));
      return true;
    },
    close: async () => undefined,
  });
};
