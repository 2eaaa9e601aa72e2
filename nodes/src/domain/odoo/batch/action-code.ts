/**
 * The text that an administrator installs once as a server action. It is the other half of `protocol.ts`: many events
 * in one Odoo transaction, each behind a savepoint, each with a row in a ledger that is written in the same transaction.
 * Odoo runs it with the rights of the caller, and allows only some of Python: no import, no `with`, no nested scopes, no
 * name with two underscores, nothing behind a `try` inside a loop (Python 3.13 compiles that to a refused opcode).
 */
import { flushOf } from '../dialects/flush.ts';
import { checksum } from './checksum.ts';

/** Raised with every change of the text; the installed one must be the same. */
export const BATCH_VERSION = 1;

/** Methods that read; the others change something and are carried out at most once. */
export const READS: readonly string[] = [
  'read',
  'search_read',
  'search_count',
  'fields_get',
  'get_external_id',
  'precision_get',
];

/** Arguments that go by position because their names differ between versions. */
const BY_POSITION: Readonly<Record<string, string>> = {
  create: "a['vals_list']",
  write: "a['vals']",
  load: "a['fields'], a['data']",
  search_count: "a['domain']",
};

/** Nothing else can be called through the action, whatever the caller may do by other ways. */
export const CHANGES: readonly string[] = [
  'create',
  'write',
  'load',
  'action_confirm',
  'action_assign',
  'action_cancel',
  'action_validate',
  'action_apply_inventory',
  'action_post',
  'action_replan',
  'action_repair_start',
  'action_repair_end',
  'button_confirm',
  'button_validate',
  'button_mark_done',
  'button_start',
  'button_pending',
  'button_finish',
  'button_plan',
  'button_unplan',
  'change_prod_qty',
  'do_unreserve',
  'set_qty_producing',
  'unblock',
  'message_post',
  'activity_schedule',
];

const methods = [...READS, ...CHANGES].map(
  (name) => `    '${name}': lambda r, a: r.${name}(${BY_POSITION[name] ?? '**a'}),`,
);

/** The text for one version of Odoo. */
export const actionCode = (
  major: number,
): string => `# Plantwire batch posting, version ${BATCH_VERSION}. Do not edit: an altered text is refused. Installed and removed by
# "npm run odoo:setup -- batch". Runs with the rights of the caller; its ledger are the rows of ir_model_data with module
# plantwire_ledger.
VERSION = ${BATCH_VERSION}
FIRST = -1000000001
OPENS = ('mrp.production', 'stock.picking', 'stock.scrap')
METHODS = {
${methods.join('\n')}
}
cr = env.cr
clean = dict(env.context)
ask = clean.pop('plantwire', None) or {}
env = env(context=clean)
out = []
made = []
lines = []

def plain(value):
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return list(map(plain, value))
    if isinstance(value, dict):
        return dict(zip(map(str, value.keys()), map(plain, value.values())))
    return str(value)[:19]

def fill(value):
    if isinstance(value, list):
        return list(map(fill, value))
    if isinstance(value, dict):
        return dict(zip(value.keys(), map(fill, value.values())))
    if isinstance(value, int) and value <= FIRST:
        return made[FIRST - value]
    if isinstance(value, str) and value[:8] == '-1000000' and value[1:].isdigit():
        return str(made[FIRST - int(value)])
    return value

def guard(row):
    found = env[row['model']].browse([row['id']]).exists().read(list(row['values'].keys()))
    now = plain(found[0]) if found else {}
    for name in row['values']:
        if name not in now or now[name] != row['values'][name]:
            raise UserError('plantwire-stale:%s %s: %s' % (row['model'], row['id'], name))

def perform(step):
    if step['method'] == 'expect':
        guard({'model': step['model'], 'id': fill(step['ids'])[0], 'values': fill(step['args']['values'])})
        made.append(0)
        lines.append(True)
        return
    if step['method'] == 'none':
        if env[step['model']].search_count(fill(step['args']['domain'])):
            raise UserError('plantwire-stale:%s' % step['model'])
        made.append(0)
        lines.append(True)
        return
    if step['method'] not in METHODS:
        raise UserError('plantwire-method:%s' % step['method'])
    records = env[step['model']].with_context(**(step.get('context') or {}))
    if 'ids' in step:
        records = records.browse(fill(step['ids']))
        if step['method'] not in ('read', 'get_external_id') and not (records and len(records.exists()) == len(records)):
            raise UserError('plantwire-missing:%s %s' % (step['model'], records.ids))
    answer = METHODS[step['method']](records, fill(step.get('args') or {}))
    if step['method'] == 'create':
        answer = answer.ids
    if step['method'] == 'load':
        if not answer['ids']:
            raise UserError('plantwire-load:%s' % '; '.join(map(str, [m.get('message') for m in answer['messages']])))
        answer = {'ids': list(answer['ids']), 'messages': []}
    if isinstance(answer, dict) and answer.get('res_model') and answer['res_model'] not in OPENS:
        lines.append(plain(answer))
        raise UserError('plantwire-question:%s' % answer['res_model'])
    made.append(answer[0] if step['method'] == 'create' else answer['ids'][0] if step['method'] == 'load' else 0)
    lines.append(plain(answer))

for item in ask.get('items') or []:
    made.clear()
    lines.clear()
    key = item.get('key')
    keys = item.get('keys') or ([key] if key else [])
    known = {}
    cr.execute('SAVEPOINT plantwire')
    # A concurrent claim of the same key ends as a serialization failure, which Odoo tries again by itself.
    if keys:
        cr.execute("INSERT INTO ir_model_data (module, name, model, noupdate, create_date, write_date) SELECT 'plantwire_ledger', unnest(%s), 'base', true, now() at time zone 'utc', now() at time zone 'utc' ON CONFLICT (module, name) DO UPDATE SET write_date = ir_model_data.write_date RETURNING (xmax = 0), name, res_id", (keys,))
        known = dict([(row[1], row[2] or 0) for row in cr.fetchall() if not row[0]])
    if key and key in known:
        cr.execute('RELEASE SAVEPOINT plantwire')
        out.append({'status': 'duplicate', 'id': known[key]})
        continue
    try:
        if item.get('hello'):
            own = env.ref('plantwire.batch_action', False)
            total = 0
            for sign in (own.sudo().code or '').strip() if own else '':
                total = (total * 31 + ord(sign)) % 4294967296
            lines.append({'id': own.id if own else 0, 'checksum': total})
        if item.get('ledger'):
            cr.execute("SELECT name, res_id FROM ir_model_data WHERE module = 'plantwire_ledger' AND name = ANY(%s)", (item['ledger'],))
            lines.append([[row[0], row[1] or 0] for row in cr.fetchall()])
        if item.get('keys'):
            fresh = [n for n in range(len(keys)) if keys[n] not in known]
            rows = [item['rows'][n] for n in fresh]
            args = {'fields': item.get('fields'), 'data': rows} if item['method'] == 'load' else {'vals_list': rows}
            if rows:
                perform({'model': item['model'], 'method': item['method'], 'context': item.get('context'), 'args': args})
                ids = lines[0]['ids'] if item['method'] == 'load' else lines[0]
                ${flushOf(major)}
                cr.execute("UPDATE ir_model_data SET res_id = v.id FROM (SELECT unnest(%s) AS name, unnest(%s) AS id) v WHERE module = 'plantwire_ledger' AND ir_model_data.name = v.name", ([keys[n] for n in fresh], ids))
                known.update(dict(zip([keys[n] for n in fresh], ids)))
            lines.clear()
            lines.append([[keys[n], n in fresh, known[keys[n]]] for n in range(len(keys))])
        for row in item.get('guards') or []:
            guard(row)
        for step in item.get('steps') or []:
            perform(step)
        if key:
            ${flushOf(major)}
            cr.execute("UPDATE ir_model_data SET res_id = %s WHERE module = 'plantwire_ledger' AND name = %s", (([n for n in made if n] or [None])[0], key))
        cr.execute('RELEASE SAVEPOINT plantwire')
        out.append({'status': 'done', 'results': list(lines)})
    except UserError as error:
        # Without the clearing, recomputations of what is rolled back would hit the next event (measured on 19.0).
        env.clear()
        cr.execute('ROLLBACK TO SAVEPOINT plantwire')
        out.append({'status': 'refused', 'name': repr(error).split('(')[0], 'message': str(error), 'step': len(made), 'answer': lines[-1] if str(error)[:19] == 'plantwire-question:' else None})
action = {'plantwire': VERSION, 'out': out}
`;

/** What the installed text must sum up to. */
export const codeChecksum = (major: number): number => checksum(actionCode(major).trim());
