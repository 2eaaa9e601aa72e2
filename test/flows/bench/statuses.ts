/** What stands under the nodes in the editor, through the channel the editor listens to. */
import { until } from '../../support/time.ts';

export interface Statuses {
  /** Text under a node since the last `forget`. */
  of(id: string): string | undefined;
  /** A deploy begins: what stood under the nodes counts no more. */
  forget(): void;
  close(): void;
}

export async function watchStatuses(url: string): Promise<Statuses> {
  const texts = new Map<string, string>();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/comms`);
  let isOpen = false;
  socket.addEventListener('open', () => {
    socket.send(JSON.stringify({ subscribe: 'status/#' }));
    isOpen = true;
  });
  socket.addEventListener('message', ({ data }) => {
    for (const { topic, data: status } of JSON.parse(String(data)) as { topic?: string; data?: { text?: string } }[]) {
      if (topic?.startsWith('status/')) texts.set(topic.slice('status/'.length), status?.text ?? '');
    }
  });
  await until('the editor’s channel is open', () => isOpen);
  return { of: (id) => texts.get(id), forget: () => texts.clear(), close: () => socket.close() };
}
