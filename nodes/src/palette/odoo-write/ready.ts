/** At deploy: whether the intents that will come can run on this Odoo with this user. */
import type { Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import { ageText, lackingIn } from '../../domain/odoo/abilities.ts';
import { cannotRun, type IntentCapability } from '../../domain/odoo/capabilities.ts';
import type { Clock, Erp } from '../../domain/ports.ts';
import type { NodeContext } from '../../host/node.ts';

type Connected = Erp & Partial<Pick<Target, 'standing' | 'abilities'>>;

interface Outside extends Pick<NodeContext<unknown>, 'report' | 'log'> {
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Says first what is known from earlier, then what Odoo answers now, and again when the connection finds something else.
 * Nothing is stopped: messages of the other intents pass, and a right may be given meanwhile. Returns how to stop.
 */
export function sayWhatCannotRun(erp: Connected, intents: string, outside: Outside): () => void {
  const kinds = intents.split(/\s+/).filter((kind) => kind !== '');
  if (kinds.length === 0) return () => undefined;
  const speaker = new Speaker(outside);
  const sayKnown = (): void => {
    const known = erp.abilities?.latest();
    if (known) speaker.say(lackingIn(known, kinds), `; asked ${ageText(known, outside.clock.now())}`);
  };
  sayKnown();
  const stop = erp.abilities?.onFound(sayKnown);
  if (erp.standing?.().mayRead !== false) void askNow(erp, kinds, speaker);
  return () => {
    speaker.isClosed = true;
    stop?.();
  };
}

async function askNow(erp: Connected, kinds: readonly string[], speaker: Speaker): Promise<void> {
  const found = await cannotRun(erp, kinds, { attempted: 'look at what can run', on: 'the Odoo connection' });
  if (found.ok) speaker.say(found.value, '');
  else speaker.complain(found.failure);
}

/** Says each finding once. */
class Speaker {
  isClosed = false;
  #said = '';
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  say(lacking: readonly IntentCapability[], when: string): void {
    const { report, log } = this.#outside;
    const text = JSON.stringify(lacking);
    if (this.isClosed || text === (this.#said || '[]')) return;
    this.#said = text;
    for (const one of lacking) log.failure(failureOf(one, when));
    if (lacking.length === 0) log.info('the intents of this flow can run now');
    const kinds = lacking.map(({ kind }) => kind).join(', ');
    report(
      lacking.length === 0
        ? { health: 'idle', text: 'can run' }
        : { health: 'degraded', text: `cannot run: ${kinds}`.slice(0, 40) },
    );
  }

  complain(failure: Failure): void {
    if (!this.isClosed) this.#outside.log.failure(failure);
  }
}

const failureOf = ({ kind, missing }: IntentCapability, when: string): Failure => ({
  code: 'intent-cannot-run',
  class: 'configuration',
  attempted: `deploy a flow with the intent "${kind}"`,
  on: 'the Odoo connection',
  reason: `the integration user or the database lacks: ${missing.join(', ')}${when}`,
  nextStep: 'Let an administrator give the right or install the app, or take the intent out of the flow.',
});
