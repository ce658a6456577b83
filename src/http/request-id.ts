/** A request's own id is taken over when it is short and plain, so that it is safe in logs and headers. */
export function isRequestId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._:-]{1,64}$/.test(value)
}
