/**
 * API keys: who made one for whom and until when. Odoo lets only its own code make one, so the simulator carries out the
 * server action that Plantwire's set-up runs, known by its first line like the batch action.
 */
import { randomBytes } from 'node:crypto';
import type { Environment, World } from '../orm/environment.ts';
import { validationError, valueError } from '../orm/error.ts';
import { char, datetime, many2one } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import { dateTimeText, idsOf, isObject, type Json, type Vals } from '../orm/value.ts';

const TABLE = 'res.users.apikeys';
const FIRST_LINE = /^# Plantwire keys, version 1\./;
/** Odoo finds a key by so much of it. */
const BEGINS = 8;
/** What the groups of an employee allow. */
const LONGEST_DAYS = 90;
const DAY_MS = 86_400_000;

export const keys = model({
  name: TABLE,
  label: 'Users API Keys',
  fields: {
    name: char({ required: true, readonly: true }),
    user_id: many2one('res.users', { required: true, readonly: true, onDelete: 'cascade' }),
    /** 14 has none: its keys never end. */
    expiration_date: datetime({ readonly: true }),
    secret: char({ internal: true }),
  },
});

/** The user that a key lets in: neither of them has ended. */
export function ownerOfKey({ store, now }: World, secret: string): number | undefined {
  const row = store
    .ids(TABLE)
    .map((id) => store.row(TABLE, id))
    .find((key) => key?.secret === secret);
  const isOver = row?.expiration_date && String(row.expiration_date) < dateTimeText(now());
  const user = Number(row?.user_id ?? 0);
  return !isOver && store.row('res.users', user)?.active ? user : undefined;
}

export const isKeyAction = (code: string): boolean => FIRST_LINE.test(code);

/** What the text does: makes a key, or deletes others while one is shown that stays. */
export function runKeyAction(env: Environment): Json {
  const { plantwire_key: order } = env.context;
  if (!isObject(order)) throw valueError("KeyError: 'plantwire_key'");
  return order.do === 'make' ? make(env, order) : remove(env, order);
}

function make(env: Environment, { user = 0, name = '', days = false }: Vals): Json {
  if (Number(days) > LONGEST_DAYS) throw validationError(`You cannot exceed ${LONGEST_DAYS}.0 days.`);
  const ends = days === false ? false : dateTimeText(env.world.now() + Number(days) * DAY_MS);
  const secret = randomBytes(20).toString('hex');
  env.create(TABLE, { user_id: user, name, expiration_date: ends, secret });
  return { key: secret };
}

function remove(env: Environment, { user = 0, ids = [], begins = '' }: Vals): Json {
  const all = env.search(TABLE, [['user_id', '=', user]]);
  const shown = all.filter((key) => key.text('secret').slice(0, BEGINS) === begins);
  const old = all.filter((key) => idsOf(ids).includes(key.id));
  const [own] = shown;
  if (!own || shown.length > 1) return { refused: 'unknown' };
  if (old.some(({ id }) => id === own.id)) return { refused: 'in-use' };
  for (const key of old) key.unlink();
  return { deleted: old.length };
}
