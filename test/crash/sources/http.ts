/** Events over HTTP: what was not answered is sent again. */
import { flowBehind } from '../furnish.ts';
import type { OpenSource } from '../source.ts';
import { MessageSource } from './messages.ts';

const PATH = '/events';
const ANSWER_MS = 3_000;

export const openHttp: OpenSource = async (around) =>
  new MessageSource(around, {
    name: 'http',
    flow: flowBehind(
      { type: 'plantwire-http-source', id: 'crash.http' },
      { path: PATH, access: 'none', perMinute: 1_000_000 },
    ),
    variables: {},
    async send(event) {
      try {
        const answer = await fetch(`${around.url}${PATH}`, {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents+json' },
          body: JSON.stringify(event),
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        if (answer.status === 400 || answer.status === 415 || answer.status === 422)
          throw new Refused(`${event.id} was refused: ${answer.status} ${await answer.text()}`);
        return answer.ok;
      } catch (error) {
        // Nobody is there, or the process died before it answered.
        if (error instanceof Refused) throw error;
        return false;
      }
    },
    close: async () => undefined,
  });

class Refused extends Error {}
