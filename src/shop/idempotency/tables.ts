export type IdempotencyTables = {
  /** `status` and `body` are null only inside the transaction that claims the key. */
  idempotency_keys: {
    key_hash: string
    request_hash: string
    status: number | null
    body: string | null
    at: number
  }
}
