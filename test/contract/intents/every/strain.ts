/** A connection under observation: which calls may have changed something, and the answers to them lost once. */
import type { Erp, ErpCall } from '../../../../nodes/src/domain/ports.ts';
import type { Wire } from '../../erp-proxy.ts';

const LOOKS = new Set([
  ...[
    'search_read',
    'search',
    'read',
    'search_count',
    'read_group',
    'formatted_read_group',
    'fields_get',
    'name_search',
  ],
  ...['has_access', 'check_access_rights', 'check_object_reference', 'context_get', 'precision_get', 'get_param'],
  ...['default_get', 'get_external_id', 'has_group', 'export_data'],
]);

/** The batch action is run for looks as well. */
const isLook = ({ model, method, repeatable }: ErpCall): boolean =>
  LOOKS.has(method) || (model === 'ir.actions.server' && repeatable === true);

/** `load` says by its answer that it made nothing. */
const hasLoadedNothing = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'ids' in value && value.ids === false;

export interface Watched {
  readonly erp: Erp;
  /** `model.method` of calls that have changed something. */
  readonly done: string[];
}

export function watched(erp: Erp): Watched {
  const done: string[] = [];
  return {
    done,
    erp: {
      ...erp,
      async call(call) {
        const answer = await erp.call(call);
        const hasChanged = answer.ok && !isLook(call) && !hasLoadedNothing(answer.value);
        // What the batch action answers it has taken back is told by what is read afterwards.
        if (hasChanged && call.model !== 'ir.actions.server') done.push(`${call.model}.${call.method}`);
        return answer;
      },
    },
  };
}

/**
 * One call after the other; the first answer to a call that changes something is lost on the wire, and that of every call
 * that must not be repeated blindly.
 */
export function losing(erp: Erp, wire: Wire): Erp & { readonly lost: readonly string[] } {
  const lost: string[] = [];
  const seen = new Set<string>();
  return {
    ...erp,
    lost,
    call(call) {
      const name = JSON.stringify([call.model, call.method, call.ids, call.args]);
      const isDue = lost.length === 0 || call.repeatable !== true;
      if (!isLook(call) && isDue && !seen.has(name)) {
        seen.add(name);
        lost.push(`${call.model}.${call.method}`);
        wire.loseAnswerTo(call.method);
      }
      return erp.call(call);
    },
  };
}
