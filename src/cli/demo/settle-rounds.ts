import type { Deps } from '../../app/deps.ts'
import { createPlan } from '../../app/plans/create-plan.ts'
import { makePatrols } from '../../app/plans/make-patrols.ts'
import { createCheckpoint } from '../../app/rounds/create-checkpoint.ts'
import { createRoute } from '../../app/rounds/create-route.ts'
import { ESTATE } from './estate.ts'
import type { SquadKey } from './people.ts'
import type { PlannedPlan } from './plan-rounds.ts'
import type { Settled } from './settle-community.ts'

/** A stop of a squad's route as it stands on the wall. */
export interface SettledStop {
  readonly checkpointId: string
  readonly code: string
  /** Key of the place. */
  readonly place: string
  readonly mandatory: boolean
}

/** The routes and plans that the stories walk by. */
export interface Rounds {
  stops(squad: SquadKey): readonly SettledStop[]
  /** Id of the patrol that the squad's plan has made for a local day. */
  patrolOf(squad: SquadKey, day: string): Promise<string>
}

/** Puts up the checkpoints, lays the routes and plans the year, as the coordinator would; the first patrols are made at once. */
export async function settleRounds(
  deps: Deps,
  { communityId, member, place, squad }: Settled,
  plans: readonly PlannedPlan[],
): Promise<Rounds> {
  const { db } = deps
  const desk = member('coordinator')
  const placeId = place(ESTATE)
  const stops = new Map<string, SettledStop[]>()
  const slots = new Map<string, { readonly planId: string; readonly startTime: string }>()
  const codes = new Map<string, { readonly id: string; readonly code: string }>()

  async function putUp(key: string): Promise<{ readonly id: string; readonly code: string }> {
    const known = codes.get(key)
    if (known) return known
    const input = { placeId: place(key), name: key.replace('/', '') }
    const { view } = await db.transaction(tx => createCheckpoint(deps, tx, desk, input))
    const [row] = await db.read.rounds.findCheckpoints(communityId, [view.id])
    const up = { id: view.id, code: row?.code ?? '' }
    codes.set(key, up)
    return up
  }

  for (const { squad: key, name, theme, route, rule, startTime, window, exceptDays, extraDays } of plans) {
    const own: SettledStop[] = []
    for (const [keys, mandatory] of [
      [route.mandatory, true],
      [route.optional, false],
    ] as const)
      for (const at of keys) {
        const { id, code } = await putUp(at)
        own.push({ checkpointId: id, code, place: at, mandatory })
      }
    stops.set(key, own)
    const asked = own.map(({ checkpointId, mandatory }) => ({ checkpointId, mandatory }))
    const { view: laid } = await db.transaction(tx =>
      createRoute(deps, tx, desk, { placeId, name: route.name, stops: asked }),
    )
    const plan = { placeId, name, theme, routeId: laid.id, squadId: squad(key), rule, window }
    const days = { startDay: '2025-01-01', startTimes: [startTime], exceptDays, extraDays }
    const { view } = await db.transaction(tx => createPlan(deps, tx, desk, { ...plan, ...days }))
    slots.set(key, { planId: view.id, startTime })
  }
  await makePlanned(deps)
  return {
    stops: key => stops.get(key) ?? [],
    patrolOf: async (key, day) => {
      const { planId = '', startTime = '' } = slots.get(key) ?? {}
      const patrolId = await db.read.plans.patrolOfSlot(communityId, planId, `${day}T${startTime}`)
      if (patrolId === null) throw new Error(`the plan of ${key} has no patrol on ${day}`)
      return patrolId
    },
  }
}

/** Makes the patrols of the next two weeks, as the program's sweep would. */
export async function makePlanned(deps: Pick<Deps, 'db' | 'clock' | 'chance'>): Promise<void> {
  await makePatrols(deps, (_, error) => {
    throw error
  })
}
