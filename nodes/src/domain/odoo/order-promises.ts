/** What the intents about an order's quantities promise, one sentence each; goes into the documentation. */
import type { Promised } from './intents/spec.ts';
import type { OrderIntent } from './order-intent.ts';

export interface OrderPromise extends Promised {
  /** For people: `Report finished quantity`. */
  readonly title: string;
}

/** Of all sums: what meters count finer than Odoo's decimals or the rounding of its unit. */
const ROUNDED =
  'A sum finer than Odoo can hold shows rounded down, never more than was reported; the rest is carried over to the next report, and `receipt.residual` names it. The close of the order rounds half up (a sum below one step is left out), and the receipt names the difference.';

export const orderPromises: Readonly<Record<OrderIntent['kind'], OrderPromise>> = {
  produce: {
    title: 'Report finished quantity',
    does: 'Keeps the open record of the order at the sum of what was counted. A part is closed when the policy says so (pallet, shift), when the lot changes, and by the final count, which waits for the counters it names; the rest becomes a backorder or is given up, as the policy says. A serial number is one unit and never rounded.',
    postCondition: `The open record shows the counted sum and its lots or serial numbers; a closed part is done and brought exactly its quantity into stock. ${ROUNDED} Rounding up alone never exceeds the tolerance.`,
    once: "Quantities are absolute sums of the order's ledger. What a part will hold is remembered before it is closed, and looked for after a lost answer. A serial number that was made already is refused.",
    wizards:
      'The rest and differing consumption are answered beforehand by the policy. A strict bill of materials is overruled only by a policy that says so; any other question parks the message under its name.',
    undo: 'A negative quantity with `report` correction while the part is open, `unbuild` once it is closed.',
  },
  consume: {
    title: 'Report material used',
    does: 'Sets the measured quantity of one material, lot by lot, on the open record; with `direction` return it comes back. A substitute that the bill of materials lacks becomes a component, unless the bill is strict. A lot on hold is refused, and so is every measured quantity where the policy lets Odoo scale the bill.',
    postCondition: `The component shows the recorded sum for each lot. ${ROUNDED}`,
    once: "Quantities are absolute sums of the order's ledger.",
    wizards: 'None.',
    undo: 'The same quantity with `direction` return while the part is open, `unbuild` once it is closed.',
  },
  byproduct: {
    title: 'Report a by-product',
    does: 'Sets the measured quantity of one by-product on the open record. One that the bill of materials lacks is refused.',
    postCondition: `The by-product shows the recorded sum for each lot. ${ROUNDED}`,
    once: "Quantities are absolute sums of the order's ledger.",
    wizards: 'None.',
    undo: 'A negative quantity while the part is open, `unbuild` once it is closed.',
  },
  scrap: {
    title: 'Report scrap',
    does: 'With `stage` input a component is scrapped at once where the order takes it from. With `stage` output a finished unit is made with its part, and scrapped as soon as that is in stock; until then the message waits. Where the policy says that rejects are not produced, it is noted only. Each scrap is a document of its own: a quantity that Odoo would round is refused.',
    postCondition: 'The scrap document is done, with the product, lot and quantity that were reported.',
    once: 'Created once under an external id and validated only from draft; the call is announced beforehand and looked for after a lost answer.',
    wizards: 'Too little in stock is refused by name.',
    undo: 'Odoo keeps a scrap; what was none is counted in again with `adjust`.',
  },
};
