import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { type CategoryView, categoryView } from './category-view.ts'
import { getCommunityInScope } from './find-in-scope.ts'

/** One page of a community's categories in the order of their codes; those out of use are among them. */
export async function listCategories(
  read: Reader,
  caller: Caller,
  communityId: string,
  request: PageRequest,
): Promise<Page<CategoryView>> {
  await getCommunityInScope(read, caller, communityId)
  const after = startOf(request)
  const all = await read.setup.listCategories(communityId)
  const rows = all.filter(({ code }) => code > after)
  return {
    ...pageOf(rows, request.limit, row => row.code, categoryView),
    ...(request.count ? { total: all.length } : {}),
  }
}

/** One category by its code. */
export async function getCategory(
  read: Reader,
  caller: Caller,
  communityId: string,
  code: string,
): Promise<CategoryView> {
  await getCommunityInScope(read, caller, communityId)
  const row = await read.setup.findCategory(communityId, code)
  if (!row) throw new AppError('category.not_found')
  return categoryView(row)
}
