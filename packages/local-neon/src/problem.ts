const statuses: Partial<Record<string, 404 | 409>> = { missing: 404, not_found: 404, conflict: 409 }

/** What was asked for can't be done; the message tells people why. */
export class Problem extends Error {
  /** What HTTP calls it. */
  readonly status: 400 | 404 | 409

  /** @param kind `missing`, `not_found`, `conflict`, or anything else that is invalid */
  constructor(kind: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = statuses[kind] ?? 400
  }
}
