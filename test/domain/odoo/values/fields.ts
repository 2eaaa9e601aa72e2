/** Fields as a real Odoo 19 describes them, shortened to what the guard asks for. */
import { type Fields, readFields } from '../../../../nodes/src/domain/odoo/values/field.ts';

const shape = (type: string, more: object = {}) => ({ type, string: type, required: false, readonly: false, ...more });

export const described = {
  id: shape('integer', { readonly: true }),
  name: shape('char', { required: true, trim: true, size: 12 }),
  note: shape('html'),
  count: shape('integer'),
  quantity: shape('float', { digits: [16, 2] }),
  price: shape('float', { digits: false }),
  blocked: shape('boolean'),
  kind: shape('selection', {
    selection: [
      ['lot', 'By Lots'],
      ['none', 'By Quantity'],
    ],
  }),
  due: shape('date'),
  at: shape('datetime'),
  state: shape('selection', { selection: [['draft', 'Draft']], readonly: true }),
  computed: shape('float', { readonly: true }),
  product_id: shape('many2one', { relation: 'product.product', required: true }),
  tag_ids: shape('many2many', { relation: 'x.tag' }),
  line_ids: shape('one2many', { relation: 'x.line' }),
  total: shape('float', { required: true, depends: ['line_ids'] }),
  open_in_draft: shape('char', { readonly: true, states: { draft: [['readonly', false]] } }),
};

export const fieldsOf = (model: string): Fields | undefined => {
  if (model === 'x.order') return readFields(described);
  if (model !== 'x.line') return undefined;
  return readFields({ id: described.id, quantity: described.quantity, product_id: described.product_id });
};
