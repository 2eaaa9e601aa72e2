/** How Odoo names the parts of an order it split: `X` becomes `X-001`, the rest is `X-002`, in every version from 14. */
export const isPartOf = (part: string, order: string): boolean =>
  part.startsWith(`${order}-`) && /^\d{3,}$/.test(part.slice(order.length + 1));
