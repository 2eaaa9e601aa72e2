/** What stands under the nodes in the editor and in its debug sidebar, through the channel the editor listens to. */
import { until } from '../../support/time.ts';

export interface Statuses {
  /** Text under a node since the last `forget`. */
  of(id: string): string | undefined;
  /** What a debug node showed last, since the last `forget`. */
  shownBy(id: string): string | undefined;
  /** A deploy begins: what was shown counts no more. */
  forget(): void;
  close(): void;
}

interface Told {
  readonly topic?: string;
  readonly data?: { readonly text?: string; readonly id?: string; readonly msg?: unknown };
}

export async function watchStatuses(url: string): Promise<Statuses> {
  const texts = new Map<string, string>();
  const shown = new Map<string, string>();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/comms`);
  let isOpen = false;
  socket.addEventListener('open', () => {
    for (const topic of ['status/#', 'debug']) socket.send(JSON.stringify({ subscribe: topic }));
    isOpen = true;
  });
  socket.addEventListener('message', ({ data }) => {
    for (const { topic, data: told } of JSON.parse(String(data)) as Told[]) {
      if (topic?.startsWith('status/')) texts.set(topic.slice('status/'.length), told?.text ?? '');
      if (topic === 'debug' && told?.id !== undefined) shown.set(told.id, String(told.msg));
    }
  });
  await until('the editor’s channel is open', () => isOpen);
  const forget = (): void => {
    texts.clear();
    shown.clear();
  };
  return { of: (id) => texts.get(id), shownBy: (id) => shown.get(id), forget, close: () => socket.close() };
}
