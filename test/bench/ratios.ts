/** Each figure against its limit in the same run: rates of two machines cannot be compared, ratios can. */
interface Measured {
  readonly disk?: { readonly perSecond?: number };
  readonly ceiling?: { readonly perSecond?: number };
  readonly pipeline?: { readonly sustained?: { readonly perSecond?: number } };
  readonly guard?: { readonly growth?: number };
  readonly backlog?: { readonly oneMessage?: { readonly growth?: number } };
  readonly peers?: Readonly<Record<string, { readonly perSecond?: number }>>;
}

export function ratios(figures: Measured): Readonly<Record<string, number>> {
  const ours = figures.pipeline?.sustained?.perSecond;
  const rows: readonly (readonly [name: string, over: number | undefined, under: number | undefined])[] = [
    ['durable events per flush of the disk', ours, figures.disk?.perSecond],
    ['durable path against six empty function nodes', ours, figures.ceiling?.perSecond],
    ...Object.entries(figures.peers ?? {}).map(
      ([name, peer]) => [`durable path against ${name}`, ours, peer.perSecond] as const,
    ),
    ['guard look-up, most keys against fewest', figures.guard?.growth, 1],
    ['lease and settle, long queue against short', figures.backlog?.oneMessage?.growth, 1],
  ];
  return Object.fromEntries(
    rows.flatMap(([name, over, under]) => (over && under ? [[name, Number((over / under).toFixed(2))]] : [])),
  );
}
