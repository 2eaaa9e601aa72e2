/** An order of Odoo as the plant gets it: only what is relevant to a release, so that nothing else makes a version. */
import type { EventData } from '../../canonical/registry.ts';
import { ok, type Result } from '../../ports.ts';
import { type Amount, text, ZERO } from '../amount.ts';
import { isPartOf } from '../dialects/naming.ts';
import { instantOf } from './moment.ts';
import type { OrderNames, Wanted } from './order-names.ts';
import { alive, isOpen, type Material, type Operation, type OrderRows, type Part, total } from './order-rows.ts';

export type Release = Omit<EventData<'operations.request.released'>, 'requestVersion'>;

/** A split order bears `-001` behind the name it was released under. */
export function firstName({ parts }: OrderRows): string {
  const [part] = parts;
  if (!part) return '';
  const stem = part.name.replace(/-\d{3,}$/, '');
  return part.backorder_sequence > 0 && isPartOf(part.name, stem) ? stem : part.name;
}

export function wantedOf(orders: readonly OrderRows[]): Wanted {
  const parts = orders.flatMap((order) => order.parts);
  const materials = orders.flatMap((order) => order.materials);
  const unique = (ids: readonly number[]): readonly number[] => [...new Set(ids)];
  return {
    material: unique([...parts, ...materials].map(({ product_id }) => product_id)),
    uom: unique([...parts.map((part) => part.product_uom_id), ...materials.map((move) => move.product_uom)]),
    equipment: unique(orders.flatMap(({ operations }) => operations.map(({ workcenter_id }) => workcenter_id))),
  };
}

export interface Setting {
  readonly names: OrderNames;
  readonly timeZone: string;
  readonly name: string;
  /** As released; what Odoo overwrites when work begins is no new plan. */
  readonly before?: Release | undefined;
}

export function releaseOf(whole: OrderRows, { names, timeZone, name, before }: Setting): Result<Release> {
  const order = alive(whole);
  const parts = order.parts.filter(({ state }) => state !== 'cancel');
  const lead = parts.find(isOpen) ?? parts[0];
  if (!lead) throw new Error('an open order has a part');
  const at = instantOf(lead.write_date);
  const material = names.name('material', lead.product_id, at);
  if (!material.ok) return material;
  const uom = names.name('uom', lead.product_uom_id, at);
  if (!uom.ok) return uom;
  const bill = lead.bom_id === undefined ? 'none' : `bom-${lead.bom_id}`;
  const recipe = names.recipe({ bill, material: material.value }, at);
  if (!recipe.ok) return recipe;
  const segments = segmentsOf(order, lead, name, names, at);
  if (!segments.ok) return segments;
  const loose = needsOf(
    order,
    lead,
    (move) => move.workorder_id === undefined || order.operations.length === 0,
    names,
    at,
  );
  if (!loose.ok) return loose;
  const [first, ...others] = segments.value;
  // What no operation asks for by itself is there when the first begins.
  const filled = first
    ? [{ ...first, materialRequirements: [...first.materialRequirements, ...loose.value] }, ...others]
    : [];
  return ok({
    ...{ operationsRequestId: name, operationsType: 'Production', requestState: 'Released' as const },
    priority: Number(lead.priority ?? '0') || 0,
    material: { materialDefinitionId: material.value },
    quantity: { value: text(total(parts)), uom: uom.value },
    operationsDefinitionId: bill,
    operationsDefinitionVersion: '1',
    ...recipe.value,
    ...planOf(parts, before),
    eventTimeZone: timeZone,
    lotPolicy: { tracking: names.tracking(lead.product_id) },
    segments: filled,
    ...(first || loose.value.length === 0 ? {} : { materialRequirements: loose.value }),
  });
}

function planOf(parts: readonly Part[], before: Release | undefined): Pick<Release, 'plannedStart' | 'plannedEnd'> {
  const isUntouched = parts.every(({ state }) => state === 'confirmed');
  if (before && !isUntouched) return { plannedStart: before.plannedStart, plannedEnd: before.plannedEnd };
  const [start = ''] = parts.flatMap((part) => (part.start ? [part.start] : [])).sort();
  const end =
    parts
      .flatMap((part) => (part.end ? [part.end] : []))
      .sort()
      .at(-1) ?? start;
  return { plannedStart: instantOf(start), plannedEnd: instantOf(end < start ? start : end) };
}

type Segment = Release['segments'][number];
type Need = Segment['materialRequirements'][number];

function segmentsOf(order: OrderRows, lead: Part, name: string, names: OrderNames, at: string): Result<Segment[]> {
  const segments: Segment[] = [];
  const own = order.operations.filter(({ production_id }) => production_id === lead.id);
  for (const [index, operation] of own.entries()) {
    const equipment = names.name('equipment', operation.workcenter_id, at);
    if (!equipment.ok) return equipment;
    const needs = needsOf(order, lead, ({ workorder_id }) => isSame(order, workorder_id, index), names, at);
    if (!needs.ok) return needs;
    const segmentId = String((index + 1) * 10);
    segments.push({
      ...{ segmentId, jobOrderId: `${name}-${segmentId}`, equipmentId: equipment.value },
      plannedDuration: `PT${Math.round(operation.duration_expected * 60)}S`,
      materialRequirements: needs.value,
    });
  }
  return ok(segments);
}

/** The same operation of every part of a split order. */
function isSame({ operations }: OrderRows, id: number | undefined, index: number): boolean {
  const operation = operations.find((one) => one.id === id);
  const siblings = operations.filter((one: Operation) => one.production_id === operation?.production_id);
  return operation !== undefined && siblings.indexOf(operation) === index;
}

/** Summed over the parts: what a split order needs altogether does not change with the split. */
function needsOf(
  { materials }: OrderRows,
  lead: Part,
  belongs: (move: Material) => boolean,
  names: OrderNames,
  at: string,
): Result<Need[]> {
  const sums = new Map<string, { use: Need['materialUse']; product: number; unit: number; quantity: Amount }>();
  for (const move of materials.filter(belongs)) {
    const isConsumed = move.raw_material_production_id !== undefined;
    if (!isConsumed && move.product_id === lead.product_id) continue;
    const use = isConsumed ? 'Consumed' : 'By-product Produced';
    const key = `${use} ${move.product_id} ${move.product_uom}`;
    const quantity = (sums.get(key)?.quantity ?? ZERO).plus(move.product_uom_qty);
    sums.set(key, { use, product: move.product_id, unit: move.product_uom, quantity });
  }
  const needs: Need[] = [];
  for (const { use, product, unit, quantity } of sums.values()) {
    const material = names.name('material', product, at);
    if (!material.ok) return material;
    const uom = names.name('uom', unit, at);
    if (!uom.ok) return uom;
    needs.push({
      materialDefinitionId: material.value,
      materialUse: use,
      quantity: { value: text(quantity), uom: uom.value },
    });
  }
  return ok(needs);
}
