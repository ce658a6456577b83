/** JSON with the keys of every object sorted: equal content has one text, in whatever order it was put together. */
export function canonicalJson(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
