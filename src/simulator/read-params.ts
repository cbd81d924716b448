type Params = Readonly<Record<string, unknown>>;

/** Readers for parameters whose type was checked before; a value that is not given becomes the default. */
export function textOf(params: Params, name: string, otherwise = ''): string {
  const value = params[name];
  return typeof value === 'string' ? value : otherwise;
}

export function numberOf(params: Params, name: string, otherwise: number): number {
  const value = params[name];
  return typeof value === 'number' ? value : otherwise;
}

export function textsOf(params: Params, name: string): readonly string[] {
  return listOf(params, name).filter((value) => typeof value === 'string');
}

export function numbersOf(params: Params, name: string): readonly number[] {
  return listOf(params, name).filter((value) => typeof value === 'number');
}

export function objectOf(params: Params, name: string): Params {
  return asParams(params[name]);
}

export function objectsOf(params: Params, name: string): readonly Params[] {
  return listOf(params, name).map(asParams);
}

function listOf(params: Params, name: string): readonly unknown[] {
  const value = params[name];
  return Array.isArray(value) ? value : [];
}

function asParams(value: unknown): Params {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
