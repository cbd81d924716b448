import { defaultAccount } from '../line.ts';

/** The dummy key of an account that the simulator stands in for. */
export function simulatedPair(account: string): { readonly secretId: string; readonly secretKey: string } {
  const suffix = account === defaultAccount ? '' : `.${account}`;
  return { secretId: `simulator-id${suffix}`, secretKey: `simulator-key${suffix}` };
}
