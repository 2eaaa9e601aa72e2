/**
 * API keys of the plant's user. A new one is made before the old one ends; both are valid side by side, so that nothing
 * stops, and the old ones are deleted only by somebody who shows that another one works.
 */
import { z } from 'zod';
import type { Failure } from '../../failure.ts';
import { type Erp, type ErpProfile, fail, ok, type Result } from '../../ports.ts';
import { keyRulesOf } from '../dialects/keys.ts';
import { rows, textOrNone } from '../rows.ts';
import { runKeyAction, strange } from './key-action.ts';
import type { SetUpStep } from './step.ts';

export interface KeyWish {
  readonly login: string;
  readonly nowMs: number;
  /** How long a new key lives, where keys end. */
  readonly days: number;
  /** A key that ends within so many days is replaced. */
  readonly leftDays: number;
  /** One more, although the newest is good: its text was lost, or it is no secret any more. */
  readonly isAnother: boolean;
  /** Readies the place where the new key goes. Nothing is made when it fails. */
  place(): Promise<Result<KeyPlace>>;
  /** The key that flows use, after it was tried. */
  prove(): Promise<Result<string>>;
}

export interface KeyPlace {
  keep(key: string): Promise<Result<void>>;
  /** There is no key after all. */
  drop(): Promise<void>;
}

export interface UserKey {
  readonly id: number;
  readonly name: string;
  readonly made: string;
  /** RFC 3339; undefined: never. */
  readonly ends?: string;
}

const NAME = 'Plantwire';
const DAY_MS = 86_400_000;
/** Odoo keeps so much of a key in plain text to find it by. */
const BEGINS = 8;

interface Standing {
  readonly profile: ErpProfile;
  readonly user: number;
  readonly doesEnd: boolean;
  /** Oldest first; those that have ended are as good as gone. */
  readonly keys: readonly UserKey[];
}

export async function keySteps(admin: Erp, wish: KeyWish): Promise<Result<SetUpStep[]>> {
  const standing = await look(admin, wish);
  if (!standing.ok) return standing;
  const newest = standing.value.keys.at(-1);
  const isGood = newest !== undefined && daysLeft(newest, wish.nowMs) >= wish.leftDays;
  if (isGood && !wish.isAnother) return ok([]);
  const { doesEnd } = standing.value;
  const life = doesEnd ? ` that ends in ${wish.days} days` : '; keys of this version never end';
  const says = `make an API key for ${wish.login}${life}${newest ? `; ${inWords(newest)} stays valid` : ''}`;
  return ok([{ says, run: () => makeKey(admin, wish, standing.value) }]);
}

/** Everything but the newest key, after it was shown that the newest is in use. */
export const oldKeySteps = (admin: Erp, wish: KeyWish): Promise<Result<SetUpStep[]>> =>
  deleting(admin, wish, (keys) => keys.slice(0, -1));

/** Takes the last `install` back: the newest key, when flows still use another one. */
export const newKeySteps = (admin: Erp, wish: KeyWish): Promise<Result<SetUpStep[]>> =>
  deleting(admin, wish, (keys) => keys.slice(1).filter((key) => key === keys.at(-1) && key.name.startsWith(NAME)));

/** Lines for `check`: what is there, and what still waits for its old age. */
export async function keysInWords(admin: Erp, wish: KeyWish): Promise<Result<readonly string[]>> {
  const standing = await look(admin, wish);
  if (!standing.ok) return standing;
  return ok(standing.value.keys.map((key) => `Key ${inWords(key)}`));
}

async function deleting(
  admin: Erp,
  wish: KeyWish,
  choose: (keys: readonly UserKey[]) => readonly UserKey[],
): Promise<Result<SetUpStep[]>> {
  const standing = await look(admin, wish);
  if (!standing.ok) return standing;
  const { profile, user } = standing.value;
  const chosen = choose(standing.value.keys);
  if (chosen.length === 0) return ok([]);
  const run = async (): Promise<Result<unknown>> => {
    const key = await wish.prove();
    if (!key.ok) return key;
    const ids = chosen.map(({ id }) => id);
    const begins = key.value.slice(0, BEGINS);
    const answer = await runKeyAction(admin, profile, { do: 'delete', user, ids, begins });
    if (!answer.ok) return answer;
    return answer.value.refused === undefined ? ok(undefined) : fail(notProven(wish.login, answer.value.refused));
  };
  return ok([{ says: `delete ${chosen.map(inWords).join(', ')}`, run }]);
}

async function makeKey(admin: Erp, wish: KeyWish, { profile, user, doesEnd }: Standing): Promise<Result<unknown>> {
  const place = await wish.place();
  if (!place.ok) return place;
  const name = `${NAME} ${new Date(wish.nowMs).toISOString().slice(0, 10)}`;
  const answer = await runKeyAction(admin, profile, { do: 'make', user, name, days: doesEnd && wish.days });
  if (answer.ok && answer.value.key !== undefined) return place.value.keep(answer.value.key);
  await place.value.drop();
  return answer.ok ? fail(strange) : answer;
}

async function look(admin: Erp, { login, nowMs }: Pick<KeyWish, 'login' | 'nowMs'>): Promise<Result<Standing>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const row = z.object({ id: z.number() });
  const users = await rows(admin, { model: 'res.users', row, domain: [['login', '=', login]] });
  if (!users.ok) return users;
  const [user] = users.value;
  if (!user) return fail(noUser(login));
  const rules = keyRulesOf(profile.value);
  if (!rules.ok) return rules;
  const keys = await keysOf(admin, profile.value, user.id);
  if (!keys.ok) return keys;
  const valid = keys.value.filter((key) => daysLeft(key, nowMs) > 0);
  return ok({ profile: profile.value, user: user.id, doesEnd: rules.value.end !== undefined, keys: valid });
}

/** Keys of a user as Odoo tells them, oldest first: to an administrator of everybody, to others of themselves. */
export async function keysOf(erp: Erp, profile: ErpProfile, user: number): Promise<Result<UserKey[]>> {
  const rules = keyRulesOf(profile);
  if (!rules.ok) return rules;
  const shape = { id: z.number(), name: z.string(), create_date: z.string() };
  const end = rules.value.end;
  const row = end ? z.object({ ...shape, [end]: textOrNone }) : z.object(shape);
  const found = await rows(erp, { model: 'res.users.apikeys', row, domain: [['user_id', '=', user]], order: 'id' });
  if (!found.ok) return found;
  return ok(
    (found.value as (z.output<z.ZodObject<typeof shape>> & { readonly expiration_date?: string })[]).map((key) => ({
      id: key.id,
      name: key.name,
      made: instant(key.create_date),
      ...(key.expiration_date === undefined ? {} : { ends: instant(key.expiration_date) }),
    })),
  );
}

const instant = (text: string): string => `${text.replace(' ', 'T')}Z`;

export const daysLeft = ({ ends }: Pick<UserKey, 'ends'>, nowMs: number): number =>
  ends === undefined ? Number.POSITIVE_INFINITY : (Date.parse(ends) - nowMs) / DAY_MS;

const inWords = ({ id, name, made, ends }: UserKey): string =>
  `"${name}" (${id}, made ${made.slice(0, 10)}, ${ends ? `ends ${ends.slice(0, 10)}` : 'without end'})`;

const noUser = (login: string): Failure => ({
  code: 'odoo-user-missing',
  class: 'configuration',
  attempted: 'look at the keys of the plant’s user',
  on: login,
  reason: 'Odoo has no user with this login',
  nextStep: 'Give the login of the plant’s user (ODOO_LOGIN), or run "user install" first.',
});

const notProven = (login: string, why: string): Failure => ({
  code: 'odoo-key-not-proven',
  class: 'configuration',
  attempted: 'delete keys',
  on: login,
  reason: why === 'in-use' ? 'ODOO_API_KEY is one of those to be deleted' : 'ODOO_API_KEY is no key of this user',
  nextStep: 'Enter the key that is to stay in the Odoo connection, press Test connection, and set ODOO_API_KEY to it.',
});
