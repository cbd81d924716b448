import type { Place } from './place.ts';

/** Something that answers as the API does, in a process of its own. */
export interface Api {
  readonly url: string;
  readonly pid: number;
}

/** Starts the bare receiver, which notes arrivals and answers every call well. */
export async function startReceiver(place: Place, values: readonly number[] = []): Promise<Api> {
  const receiver = place.program('receiver', values.map(String));
  return { url: (await receiver.says(/http:\S+/))[0], pid: receiver.pid };
}

/** Starts the simulator, which sells what it is asked for. */
export async function startSimulator(place: Place, values: readonly string[]): Promise<Api> {
  const simulator = place.tcbatch(['simulate', ...values]);
  return { url: (await simulator.says(/http:\S+/))[0], pid: simulator.pid };
}

/** When the receiver got each call, in milliseconds, earliest first. */
export async function readArrivals({ url }: Api): Promise<number[]> {
  const arrivals = await readJson<number[]>(`${url}/arrivals`);
  return arrivals.sort((a, b) => a - b);
}

/** One purchase as the simulator made it. */
export interface Executed {
  readonly params: { readonly PlanType?: string };
  readonly resourceIds?: readonly string[];
}

/** Asks one of them something. */
export async function readJson<Value>(url: string): Promise<Value> {
  const response = await fetch(url);
  return (await response.json()) as Value;
}
