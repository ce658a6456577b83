import { type Town, takePhoto } from './town.ts'

/** Closes a finding that the squad of the neighbour is then asked to look at again. */
export async function offerSecondLook({
  as,
  report,
}: Town): Promise<{ readonly closed: string; readonly recheck: string }> {
  const { communityId } = (await as('admin', 'GET', '/session')) as { communityId?: string }
  await as('admin', 'PATCH', `/communities/${communityId}/policy`, { recheckShare: 1 })
  const { items } = (await as('admin', 'GET', '/members')) as { items?: { id: string; login: string }[] }
  for (const [login, name] of [
    ['patroller', '一分队'],
    ['neighbour', '二分队'],
  ]) {
    const leadId = items?.find(each => each.login === login)?.id
    await as('admin', 'POST', '/squads', { name, leadId, memberIds: [leadId] })
  }
  const closed = await report('门厅堆了旧家具')
  const happen = (login: 'manager' | 'coordinator', event: object) =>
    as(login, 'POST', `/findings/${closed}/events`, event)
  await happen('manager', { type: 'receive' })
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(await takePhoto())], { type: 'image/jpeg' }), 'b.jpg')
  const { id: photo } = await as('manager', 'POST', '/photos', form)
  await happen('manager', { type: 'rectify', photoIds: [photo], note: '已清走' })
  await happen('coordinator', { type: 'check', result: 'pass' })
  await as('admin', 'PATCH', `/communities/${communityId}/policy`, { recheckShare: 0 })
  const offered = (await as('neighbour', 'GET', '/rechecks')) as { items?: { id: string }[] }
  return { closed, recheck: String(offered.items?.[0]?.id) }
}
