/** Answers every read once: many messages of one cause ask the same about the same few orders, units and products. */
import type { Erp, Result } from '../ports.ts';

/** For one request of a person; it never forgets. Calls that write pass through. */
export function rememberReads(erp: Erp): Erp {
  const answers = new Map<string, Promise<Result<unknown>>>();
  let profile: ReturnType<Erp['profile']> | undefined;
  return {
    profile: () => {
      profile ??= erp.profile();
      return profile;
    },
    call(call) {
      if (call.repeatable !== true) return erp.call(call);
      const question = JSON.stringify([call.model, call.method, call.ids, call.args, call.context]);
      const known = answers.get(question) ?? erp.call(call);
      answers.set(question, known);
      return known;
    },
  };
}
