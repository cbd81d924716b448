/** One line on what failed. Node leaves the message empty when it tried several addresses; each then has its own. */
export function describeFailure(error: Error): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.map((one) => (one instanceof Error ? describeFailure(one) : String(one))).join('; ');
  }
  return error.message || error.name;
}
