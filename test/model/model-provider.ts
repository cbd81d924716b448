/** The provider as the model has it: it carries calls out and remembers how often, which the ledger never learns. */
export interface ModelProvider {
  /** Carries a call out. A ClientToken that it knows already buys nothing more. */
  readonly execute: (purchase: number, options: { readonly hasToken: boolean }) => void;
  /** How often the purchase was really bought. */
  readonly timesBought: (purchase: number) => number;
}

export function createModelProvider(): ModelProvider {
  const bought = new Map<number, number>();
  const timesBought = (purchase: number) => bought.get(purchase) ?? 0;
  return {
    execute: (purchase, { hasToken }) => {
      if (hasToken && timesBought(purchase) > 0) return;
      bought.set(purchase, timesBought(purchase) + 1);
    },
    timesBought,
  };
}
