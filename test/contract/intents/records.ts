/** What the intents about any record promise. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import { capabilities } from '../../../nodes/src/domain/odoo/capabilities.ts';
import { createOrder } from '../../live/seed.ts';
import type { ErpBench, Posting } from '../erp.ts';
import { Bench } from './bench.ts';

const MODEL = 'maintenance.equipment';

export function recordPromises(get: () => ErpBench, _major: 14 | 19, posting: Posting): void {
  const open = () => new Bench(get().erp, { allowedMethods: ['mrp.production.action_cancel'] });
  const name = (bench: Bench) => bench.head().key.slice(3);

  describe('any record', () => {
    test('is created once by four at once, and its values are the ones given', async () => {
      const bench = open();
      const serial = name(bench);
      const team = { id: 'maintenance', by: 'externalId', value: 'maintenance.equipment_team_maintenance' };
      const values = { name: ' Press 7 ', serial_no: serial, effective_date: '2026-01-31', maintenance_team_id: team };
      const intent = { kind: 'createRecord', model: MODEL, values, ...bench.head() };
      await bench.inParallel(intent, 4);
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      const found = await bench.read(
        MODEL,
        [['serial_no', '=', serial]],
        ['name', 'effective_date', 'maintenance_team_id'],
      );
      expect(found).toMatchObject([
        { name: 'Press 7', effective_date: '2026-01-31', maintenance_team_id: [1, expect.anything()] },
      ]);
      expect(await bench.named(externalId('record', intent.key))).toEqual([{ id: found[0]?.['id'] }]);
    });

    test('is changed where it differs, archived and brought back, by its external id', async () => {
      const bench = open();
      const id = `erp.equipment_${name(bench).replaceAll('-', '_')}`;
      const upsert = (values: object) => ({ kind: 'upsertRecord', model: MODEL, externalId: id, values });
      const post = (wanted: object) => bench.posted({ ...wanted, ...bench.head() });
      const record = { id: 'P8', by: 'externalId', value: id };
      const first = await post(upsert({ name: 'Press 8', effective_date: '2026-01-31' }));
      const shown = () => bench.read(MODEL, [['id', '=', first.records[0]?.id]], ['name', 'effective_date', 'note']);
      expect(await post(upsert({ name: 'Press 8', effective_date: '2026-01-31' }))).toMatchObject({
        verdict: 'already',
      });
      const update = { kind: 'updateRecord', model: MODEL, record, values: { effective_date: '2026-02-28' } };
      expect(await post(update)).toMatchObject({ verdict: 'posted', readBack: { fields: ['effective_date'] } });
      expect(await post(update)).toMatchObject({ verdict: 'already' });
      expect(await post(upsert({ name: 'Press 8b' }))).toMatchObject({ verdict: 'posted' });
      expect(await shown()).toMatchObject([{ name: 'Press 8b', effective_date: '2026-02-28' }]);
      const archive = { kind: 'archiveRecord', model: MODEL, record };
      expect(await post(archive)).toMatchObject({ verdict: 'posted' });
      expect(await post(archive)).toMatchObject({ verdict: 'already' });
      expect(await shown()).toEqual([]);
      expect(await post({ ...archive, archived: false })).toMatchObject({ verdict: 'posted' });
    });

    test('is left alone when a value, a field, a model or a method is wrong for it', async () => {
      const bench = open();
      const order = await createOrder(get().erp, get().plant, 1);
      const record = { id: order.name, by: 'name', value: order.name };
      const on = { model: 'mrp.production', record, ...bench.head() };
      const update = (values: object) => ({ kind: 'updateRecord', ...on, values });
      const refused = async (wanted: object) => {
        const answer = await bench.post(wanted);
        return answer.ok
          ? answer.value
          : [answer.failure.code, ...(answer.failure.issues ?? []).map(({ path }) => path)];
      };
      const values = { state: 'done', product_qty: 5, priority: 'urgent', user_id: 'me', nonsense: 1 };
      expect(await refused(update(values))).toEqual(['values-refused', ...Object.keys(values)]);
      expect(await refused(update({ user_id: 999_999 }))).toEqual(['values-refused', 'user_id']);
      expect(await refused({ ...update({ login: 'x' }), model: 'res.users' })).toEqual(['model-denied']);
      const call = { kind: 'callMethod', ...on, expects: { state: 'done' } };
      expect(await refused({ ...call, method: 'button_mark_done' })).toEqual(['method-denied']);
      expect(await refused({ ...call, method: 'button_plan' })).toEqual(['method-not-allowed']);
      const stock = { kind: 'createRecord', model: 'stock.quant', values: { quantity: 5 }, ...bench.head() };
      expect(await refused(stock)).toEqual(['values-refused', 'quantity']);
      expect(await bench.read('mrp.production', [['id', '=', order.id]], ['state'])).toMatchObject([
        { state: 'confirmed' },
      ]);
    });

    test('gets an allowed method once; a lost answer is looked at first', async () => {
      const bench = open();
      const order = await createOrder(get().erp, get().plant, 1);
      const record = { id: order.name, by: 'name', value: order.name };
      const expects = { state: 'cancel' };
      const call = { kind: 'callMethod', model: 'mrp.production', record, method: 'action_cancel', expects };
      const intent = { ...call, ...bench.head() };
      if (posting === 'calls') {
        get().wire.loseAnswerTo('action_cancel');
        expect(await bench.post(intent)).toMatchObject({ ok: false, failure: { class: 'unknown' } });
        expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      } else {
        expect(await bench.posted(intent)).toMatchObject({ verdict: 'posted' });
      }
      expect(await bench.posted(intent)).toMatchObject({ verdict: 'already', readBack: expects });
    });

    test('gets a note and a file once each; where the right is missing it is named', async () => {
      const bench = open();
      const order = await createOrder(get().erp, get().plant, 1);
      const on = { model: 'mrp.production', record: { id: order.name, by: 'name', value: order.name } };
      const note = { kind: 'note', text: 'Torque < 5 Nm\nsee report', ...on, ...bench.head() };
      const file = { kind: 'attachment', name: 'report.txt', data: 'aGVsbG8=', ...on, ...bench.head() };
      for (const intent of [note, file]) {
        await bench.inParallel(intent, 3);
        expect(await bench.posted(intent)).toMatchObject({ verdict: 'already' });
      }
      const notes = await bench.read(
        'mail.message',
        [
          ['model', '=', 'mrp.production'],
          ['res_id', '=', order.id],
          ['message_type', '=', 'comment'],
        ],
        ['body'],
      );
      expect(notes).toMatchObject([{ body: '<p>Torque &lt; 5 Nm<br>see report</p>' }]);
      const files = await bench.read(
        'ir.attachment',
        [
          ['res_model', '=', 'mrp.production'],
          ['res_id', '=', order.id],
        ],
        ['file_size'],
      );
      expect(files).toMatchObject([{ file_size: 5 }]);
      const product = { id: 'FG', by: 'code', value: get().plant.fg.code };
      const change = { kind: 'updateRecord', model: 'product.product', record: product, values: { name: 'Mine' } };
      expect(await bench.post({ ...change, ...bench.head() })).toMatchObject({
        failure: { code: 'right-missing', reason: expect.stringContaining('write product.product') },
      });
    });

    test('is known beforehand to be out of reach: the server says what this user can do', async () => {
      const found = await capabilities(get().erp);
      if (!found.ok) throw new Error(JSON.stringify(found.failure));
      const { intents, ...about } = found.value;
      expect(about).toMatchObject({ edition: 'community', digits: 2, timeZone: 'UTC', excess: [] });
      expect(about.apps).toEqual(expect.arrayContaining(['Manufacturing', 'Inventory', 'Maintenance']));
      const missing = (kind: string) => intents.find((intent) => intent.kind === kind)?.missing;
      expect([missing('produce'), missing('downtime'), missing('note')]).toEqual([[], [], []]);
      expect(missing('upsertUnit')).toEqual(['create uom.uom (Inventory / Administrator)']);
    });
  });
}
