/** What an MES makes of released orders: it takes, refuses or ignores them, and answers when and how often it likes. */
export const MOODS = ['accepts', 'partly', 'rejects', 'tooLate', 'silent', 'twice'] as const;
export type Mood = (typeof MOODS)[number];

export type Decision = 'accepted' | 'partial' | 'rejected';

/** An order as the shop floor has it. */
export interface ShopOrder {
  readonly revision: number;
  readonly quantity: string;
  readonly recipe?: string;
  readonly isRecalled: boolean;
}

export interface Answer {
  readonly order: string;
  readonly revision: number;
  readonly decision: Decision;
  readonly reason?: { readonly code: string; readonly scheme: 'mes'; readonly text: string };
  readonly at: string;
}

interface Asked {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const WHY = {
  partly: { code: 'CAPACITY', scheme: 'mes', text: 'one machine is in repair' },
  rejects: { code: 'RECIPE', scheme: 'mes', text: 'the recipe is not approved' },
  tooLate: { code: 'RUNNING', scheme: 'mes', text: 'the order is running' },
  base: { code: 'BASE', scheme: 'mes', text: 'the change starts from a quantity that is not ours' },
} as const;

export class Mes {
  readonly orders = new Map<string, ShopOrder>();
  mood: Mood = 'accepts';
  /** Answers that nobody was given yet. */
  #held: Answer[] = [];
  #ticks = 0;

  /** What it says to an event at once; a silent one keeps it to itself. */
  take({ type, data }: Asked): readonly Answer[] {
    const verb = /operations\.request\.(released|changed|cancelled)\./.exec(type)?.[1];
    const order = String(data['operationsRequestId'] ?? '');
    const revision = Number(data['requestVersion']);
    if (verb === undefined || order === '' || !(revision > 0)) return [];
    const decided = this.#decide(verb, order, revision, data);
    this.#ticks += 1;
    const answer: Answer = { order, revision, ...decided, at: new Date(Date.now() + this.#ticks).toISOString() };
    if (this.mood === 'silent') this.#held.push(answer);
    if (this.mood === 'silent') return [];
    return this.mood === 'twice' ? [answer, answer] : [answer];
  }

  /** What it kept to itself, also the last first. */
  speak(isBackwards = false): readonly Answer[] {
    const held = isBackwards ? this.#held.reverse() : this.#held;
    this.#held = [];
    return held;
  }

  #decide(
    verb: string,
    order: string,
    revision: number,
    data: Asked['data'],
  ): Pick<Answer, 'decision'> & Partial<Pick<Answer, 'reason'>> {
    const known = this.orders.get(order);
    if (this.mood === 'rejects') return { decision: 'rejected', reason: WHY.rejects };
    if (this.mood === 'tooLate' && known) return { decision: 'rejected', reason: WHY.tooLate };
    // The same or an older revision again: it has that already.
    if (known && known.revision >= revision) return { decision: 'accepted' };
    const next = after(verb, revision, known, data);
    if (!next) return { decision: 'rejected', reason: WHY.base };
    this.orders.set(order, next);
    return this.mood === 'partly' ? { decision: 'partial', reason: WHY.partly } : { decision: 'accepted' };
  }
}

function after(
  verb: string,
  revision: number,
  known: ShopOrder | undefined,
  data: Asked['data'],
): ShopOrder | undefined {
  if (verb === 'cancelled') return { quantity: '0', ...known, revision, isRecalled: true };
  if (verb === 'released') {
    const quantity = (data['quantity'] as { value?: unknown } | undefined)?.value;
    const recipe = data['recipeId'] === undefined ? {} : { recipe: `${data['recipeId']}/${data['recipeVersion']}` };
    return { revision, quantity: String(quantity), ...recipe, isRecalled: false };
  }
  if (!known) return undefined;
  const changes = (data['changes'] ?? []) as { path: string; old: unknown; new: unknown }[];
  const quantity = changes.find(({ path }) => path === '/quantity/value');
  if (quantity && quantity.old !== known.quantity) return undefined;
  return { ...known, revision, quantity: quantity ? String(quantity.new) : known.quantity };
}
