/** ISA-95 path ↔ the site attributes of the envelope. */
export interface PlaceAttributes {
  readonly areaid?: string;
  readonly workcenterid?: string;
  readonly workunitid?: string;
}

/** `ACME/MUC1/PACK/L3/FILL` → area PACK, work center L3, work unit FILL; anything else gives no attributes. */
export function placeAttributes(equipmentId: unknown): PlaceAttributes {
  if (typeof equipmentId !== 'string') return {};
  const [, , area, center, unit] = equipmentId.split('/');
  return {
    ...(area ? { areaid: area } : {}),
    ...(center ? { workcenterid: center } : {}),
    ...(unit ? { workunitid: unit } : {}),
  };
}
