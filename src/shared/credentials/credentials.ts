/**
 * Who signs and pays. Key and token are private fields behind getters, so that logging, JSON, inspecting or
 * copying the object shows no more than the id, where it came from and when it ends.
 */
export class Credentials {
  readonly secretId: string;
  /** `environment`, the path of the file that held them, or the role that they are of. */
  readonly source: string;
  /** When they end, in milliseconds since 1970; null for those that do not end by themselves. */
  readonly expiresAtMs: number | null;
  readonly #secretKey: string;
  readonly #token: string | null;

  constructor(
    pair: {
      readonly secretId: string;
      readonly secretKey: string;
      readonly token?: string | null;
      readonly expiresAtMs?: number | null;
    },
    source: string,
  ) {
    this.secretId = pair.secretId;
    this.source = source;
    this.expiresAtMs = pair.expiresAtMs ?? null;
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

  /** Whether calls are signed alike with both, wherever they came from. */
  isSameAs(other: Credentials): boolean {
    return (
      this.secretId === other.secretId && this.#secretKey === other.#secretKey && this.#token === other.#token
    );
  }
}
