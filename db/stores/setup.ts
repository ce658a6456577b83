import { and, asc, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { below, isBelow } from './below.ts'
import type { Orm, Tables } from './connection.ts'
import { readingMany } from './many-rows.ts'

/* What an administrator sets up: communities, categories, places, units, squads. */

export type CommunityRow = Tables['communities']['$inferSelect']
export type CategoryRow = Tables['categories']['$inferSelect']
export type PlaceRow = Tables['places']['$inferSelect']
export type UnitRow = Tables['units']['$inferSelect']
export type SquadRow = Tables['squads']['$inferSelect']

export function readSetup(
  db: Orm,
  { communities, categories, places, units, squads, importMappings }: Tables,
) {
  const communityById = db
    .select()
    .from(communities)
    .where(eq(communities.id, sql.placeholder('id')))
    .prepare()
  const categoryByCode = db
    .select()
    .from(categories)
    .where(
      and(
        eq(categories.communityId, sql.placeholder('communityId')),
        eq(categories.code, sql.placeholder('code')),
      ),
    )
    .prepare()
  const placeById = db
    .select()
    .from(places)
    .where(and(eq(places.communityId, sql.placeholder('communityId')), eq(places.id, sql.placeholder('id'))))
    .prepare()
  const placeByPath = db
    .select()
    .from(places)
    .where(
      and(eq(places.communityId, sql.placeholder('communityId')), eq(places.path, sql.placeholder('path'))),
    )
    .prepare()
  const unitsOf = db
    .select()
    .from(units)
    .where(eq(units.communityId, sql.placeholder('communityId')))
    .orderBy(asc(units.id))
    .prepare()
  const categoriesByCode = readingMany<CategoryRow>(codes =>
    db
      .select()
      .from(categories)
      .where(and(eq(categories.communityId, sql.placeholder('communityId')), inArray(categories.code, codes)))
      .prepare(),
  )
  const placesById = readingMany<PlaceRow>(ids =>
    db
      .select()
      .from(places)
      .where(and(eq(places.communityId, sql.placeholder('communityId')), inArray(places.id, ids)))
      .prepare(),
  )
  return {
    /** How the columns of files of a kind were read the last time, as JSON. */
    async findMapping(communityId: string, kind: string): Promise<string | null> {
      const rows = await db
        .select({ mapping: importMappings.mapping })
        .from(importMappings)
        .where(and(eq(importMappings.communityId, communityId), eq(importMappings.kind, kind)))
      return rows[0]?.mapping ?? null
    },
    async findCommunity(id: string): Promise<CommunityRow | null> {
      return (await communityById.execute({ id }))[0] ?? null
    },
    async findCommunityByCode(code: string): Promise<CommunityRow | null> {
      return (await db.select().from(communities).where(eq(communities.code, code)))[0] ?? null
    },
    async listCommunities(after: string, limit: number): Promise<CommunityRow[]> {
      return await db
        .select()
        .from(communities)
        .where(gt(communities.id, after))
        .orderBy(asc(communities.id))
        .limit(limit)
    },
    async findCategory(communityId: string, code: string): Promise<CategoryRow | null> {
      return (await categoryByCode.execute({ communityId, code }))[0] ?? null
    },
    async findCategories(communityId: string, codes: readonly string[]): Promise<CategoryRow[]> {
      return await categoriesByCode(communityId, codes)
    },
    async listCategories(communityId: string): Promise<CategoryRow[]> {
      return await db
        .select()
        .from(categories)
        .where(eq(categories.communityId, communityId))
        .orderBy(asc(categories.code))
    },
    async findPlace(communityId: string, id: string): Promise<PlaceRow | null> {
      return (await placeById.execute({ communityId, id }))[0] ?? null
    },
    async findPlaces(communityId: string, ids: readonly string[]): Promise<PlaceRow[]> {
      return await placesById(communityId, ids)
    },
    async findPlaceByPath(communityId: string, path: string): Promise<PlaceRow | null> {
      return (await placeByPath.execute({ communityId, path }))[0] ?? null
    },
    async listPlaces(
      communityId: string,
      filter: { parentId?: string | null; within?: string },
      after: string,
      limit: number,
    ): Promise<PlaceRow[]> {
      const parent: SQL | undefined =
        filter.parentId === undefined
          ? undefined
          : filter.parentId === null
            ? isNull(places.parentId)
            : eq(places.parentId, filter.parentId)
      return await db
        .select()
        .from(places)
        .where(
          and(
            eq(places.communityId, communityId),
            parent,
            filter.within === undefined ? undefined : isBelow(places.path, below(filter.within)),
            gt(places.path, after),
          ),
        )
        .orderBy(asc(places.path))
        .limit(limit)
    },
    async findUnit(communityId: string, id: string): Promise<UnitRow | null> {
      const rows = await db
        .select()
        .from(units)
        .where(and(eq(units.communityId, communityId), eq(units.id, id)))
      return rows[0] ?? null
    },
    /** All units of a community: a few dozen at most, read whole to route by. */
    async unitsOf(communityId: string): Promise<UnitRow[]> {
      return await unitsOf.execute({ communityId })
    },
    async listUnits(communityId: string, after: string, limit: number): Promise<UnitRow[]> {
      return await db
        .select()
        .from(units)
        .where(and(eq(units.communityId, communityId), gt(units.id, after)))
        .orderBy(asc(units.id))
        .limit(limit)
    },
    async findSquad(communityId: string, id: string): Promise<SquadRow | null> {
      const rows = await db
        .select()
        .from(squads)
        .where(and(eq(squads.communityId, communityId), eq(squads.id, id)))
      return rows[0] ?? null
    },
    /** The squads in use that somebody leads, or that have them as a member; a community has a few dozen at most. */
    async squadsOf(communityId: string, memberId: string): Promise<SquadRow[]> {
      const rows = await db
        .select()
        .from(squads)
        .where(and(eq(squads.communityId, communityId), eq(squads.active, true)))
        .orderBy(asc(squads.id))
      return rows.filter(
        ({ leadId, memberIds }) =>
          leadId === memberId || (JSON.parse(memberIds) as string[]).includes(memberId),
      )
    },
    async listSquads(communityId: string, after: string, limit: number): Promise<SquadRow[]> {
      return await db
        .select()
        .from(squads)
        .where(and(eq(squads.communityId, communityId), gt(squads.id, after)))
        .orderBy(asc(squads.id))
        .limit(limit)
    },
  }
}

export function writeSetup(db: Orm, tables: Tables) {
  const { communities, categories, places, units, squads, importMappings } = tables
  return {
    ...readSetup(db, tables),
    /** Remembers how the columns of files of a kind are read, instead of what was remembered before. */
    async keepMapping(row: typeof importMappings.$inferSelect): Promise<void> {
      await db
        .insert(importMappings)
        .values(row)
        .onConflictDoUpdate({
          target: [importMappings.communityId, importMappings.kind],
          set: { mapping: row.mapping },
        })
    },
    async insertCommunity(row: CommunityRow): Promise<void> {
      await db.insert(communities).values(row)
    },
    async updateCommunity(id: string, expected: number, changes: Partial<CommunityRow>): Promise<boolean> {
      const rows = await db
        .update(communities)
        .set({ ...changes, version: expected + 1 })
        .where(and(eq(communities.id, id), eq(communities.version, expected)))
        .returning({ id: communities.id })
      return rows.length === 1
    },
    /** At most some thousand at once: a statement takes a limited number of values. */
    async insertCategories(rows: readonly CategoryRow[]): Promise<void> {
      await db.insert(categories).values([...rows])
    },
    async updateCategory(
      communityId: string,
      code: string,
      expected: number,
      changes: Partial<CategoryRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(categories)
        .set({ ...changes, version: expected + 1 })
        .where(
          and(
            eq(categories.communityId, communityId),
            eq(categories.code, code),
            eq(categories.version, expected),
          ),
        )
        .returning({ code: categories.code })
      return rows.length === 1
    },
    async insertPlace(row: PlaceRow): Promise<void> {
      await db.insert(places).values(row)
    },
    async updatePlace(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<PlaceRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(places)
        .set({ ...changes, version: expected + 1 })
        .where(and(eq(places.communityId, communityId), eq(places.id, id), eq(places.version, expected)))
        .returning({ id: places.id })
      return rows.length === 1
    },
    /** Puts a new name into the name paths of everything below a renamed place; SQL counts characters, not units. */
    async renameBelow(communityId: string, path: string, before: string, after: string): Promise<void> {
      await db
        .update(places)
        .set({ namePath: sql`${after} || substr(${places.namePath}, ${[...before].length + 1})` })
        .where(
          and(eq(places.communityId, communityId), isBelow(places.path, below(path)), gt(places.path, path)),
        )
    },
    async insertUnit(row: UnitRow): Promise<void> {
      await db.insert(units).values(row)
    },
    async updateUnit(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<UnitRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(units)
        .set({ ...changes, version: expected + 1 })
        .where(and(eq(units.communityId, communityId), eq(units.id, id), eq(units.version, expected)))
        .returning({ id: units.id })
      return rows.length === 1
    },
    async insertSquad(row: SquadRow): Promise<void> {
      await db.insert(squads).values(row)
    },
    async updateSquad(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<SquadRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(squads)
        .set({ ...changes, version: expected + 1 })
        .where(and(eq(squads.communityId, communityId), eq(squads.id, id), eq(squads.version, expected)))
        .returning({ id: squads.id })
      return rows.length === 1
    },
  }
}
