/** API keys: whether they end, and how an administrator makes one for another user. 14 knows no end. */
import type { ErpProfile, Result } from '../../ports.ts';
import { forVersion } from './choose.ts';

export interface KeyRules {
  /** Fields of `res.users.apikeys` that tell it. */
  readonly end?: 'expiration_date';
  /**
   * Python; the scope stays open, as with keys that people make. In the name of the user, so that the longest life his
   * groups allow holds, and by the server's clock, which judges it.
   */
  readonly make: string;
}

const v14: KeyRules = { make: "keys.with_user(user)._generate(None, order['name'])" };
const v19: KeyRules = {
  end: 'expiration_date',
  make: "keys.with_user(user)._generate(None, order['name'], datetime.datetime.now() + datetime.timedelta(days=order['days']))",
};

export const keyRulesOf = (profile: ErpProfile): Result<KeyRules> => forVersion(profile, { v14, v19 });
