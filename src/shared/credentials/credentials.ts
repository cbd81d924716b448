/**
 * Who signs and pays. Key and token are private fields behind getters, so that logging, JSON, inspecting or
 * copying the object shows no more than the id and where it came from.
 */
export class Credentials {
  readonly secretId: string;
  /** `environment`, or the path of the file that held them. */
  readonly source: string;
  readonly #secretKey: string;
  readonly #token: string | null;

  constructor(
    pair: { readonly secretId: string; readonly secretKey: string; readonly token?: string | null },
    source: string,
  ) {
    this.secretId = pair.secretId;
    this.source = source;
    this.#secretKey = pair.secretKey;
    this.#token = pair.token ?? null;
  }

  get secretKey(): string {
    return this.#secretKey;
  }

  /** Set with temporary credentials alone. */
  get token(): string | null {
    return this.#token;
  }
}
