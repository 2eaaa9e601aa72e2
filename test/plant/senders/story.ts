/** A story of a system: rounds of events, each told until it is taken, so that it begins when somebody listens. */
import { type Proof, startTeller } from '../http/teller.ts';
import { plantEvent, type Teller as Site } from './event.ts';
import type { Sender } from './sender.ts';

export interface StoryOptions extends Site {
  /** Address of the appliance. */
  readonly to: string;
  /** Start of every event's number: two runs tell different events. */
  readonly run: string;
  readonly rounds: number;
  /** Between two rounds. */
  readonly pauseMs: number;
  /** Between two events of a round; a person shall be able to follow. */
  readonly betweenMs: number;
}

export interface Line {
  readonly path: string;
  readonly system: string;
  /** Such as `job.state.changed`. */
  readonly name: string;
  readonly proof: Proof;
  /** The same number is the same event; without one it is counted. */
  readonly id?: string;
  readonly data: (nowMs: number) => object;
}

export type Round = (round: number, say: (line: Line) => Promise<void>) => Promise<void>;

export function startStory(options: StoryOptions, tellRound: Round): Sender {
  const teller = startTeller();
  let sent = 0;
  let isStopped = false;
  let wake: () => void = () => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const say = async ({ path, system, name, proof, data, id }: Line): Promise<void> => {
    if (isStopped) return;
    const number = id ?? `${options.run}-${sent + 1}`;
    const make = () => {
      const nowMs = Date.now();
      const told = { id: number, name, at: new Date(nowMs).toISOString(), data: data(nowMs) };
      const body = JSON.stringify(plantEvent(options, system, told));
      return { url: `${options.to}${path}`, id: number, body, proof };
    };
    await teller.tell(make);
    sent += 1;
    await pause(options.betweenMs);
  };
  const tellAll = async (): Promise<void> => {
    for (let round = 1; round <= options.rounds && !isStopped; round += 1) {
      await tellRound(round, say);
      await pause(options.pauseMs);
    }
  };
  return {
    done: tellAll().then(() => ({ sent, refused: teller.refused })),
    async stop() {
      isStopped = true;
      teller.stop();
      wake();
    },
  };
}

export const before = (nowMs: number, minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();
