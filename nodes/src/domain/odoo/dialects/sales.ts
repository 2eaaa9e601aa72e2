/** What sales documents, customers and leads need of a version. */
export interface SalesTable {
  /** Unit of an order line. */
  readonly lineUnit: 'product_uom_id' | 'product_uom';
  /** A long text field: plain text in 14, HTML in 19. */
  description(lines: readonly string[]): string;
  /** What sales sees when it enters an order of the customer; `undefined` takes it away. */
  warning(text: string | undefined): Readonly<Record<string, unknown>>;
  /** Up to how much the customer may owe. */
  limit(amount: number): Readonly<Record<string, unknown>>;
}
