interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** All pages of a list that is short enough to be looked through: members, squads, routes. */
export async function listAll<Item>(page: (cursor?: string) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const next = await page(cursor)
    items.push(...next.items)
    cursor = next.nextCursor
  }
  return items
}
