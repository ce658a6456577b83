import { type Api, bodyOf, type Finding } from '../api/client.ts'

const OPEN = 'reported,verifying,registered,dispatched,in_progress,suspended,rectified'

/** Open findings at the same place: what a new one may be a repetition of. The same category comes first. */
export async function listNearby(api: Api, { id, placeId, categoryCode }: Finding): Promise<Finding[]> {
  if (placeId === null) return []
  const page = await bodyOf(
    api.GET('/api/v1/findings', { params: { query: { placeId, state: OPEN, limit: 20 } } }),
  )
  const others = (page.items as unknown as Finding[]).filter(each => each.id !== id)
  return others.sort(
    (a, b) => Number(b.categoryCode === categoryCode) - Number(a.categoryCode === categoryCode),
  )
}
