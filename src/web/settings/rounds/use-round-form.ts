import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { bodyOf } from '../../api/client.ts'
import { useMember } from '../../house.ts'
import { newId } from '../../keep/new-id.ts'
import { useAct } from '../../parts/act.ts'
import { useDone } from '../undo.ts'
import { type FormOptions, useForm } from '../use-form.ts'
import type { Round, RoundKind } from './rounds.ts'

/* The four are changed in the same way; the types of one stand for all. */
const LIST = (kind: RoundKind) => `/api/v1/${kind === 'plans' ? 'patrol-plans' : kind}` as '/api/v1/squads'
const ONE = (kind: RoundKind) => `${LIST(kind)}/{id}` as '/api/v1/squads/{id}'

export interface RoundFormOptions<Values extends { name: string }, Item extends Round> {
  readonly kind: RoundKind
  /** `null` for a new one. */
  readonly item: Item | null
  readonly start: (item: Item | null) => Values
  readonly check?: FormOptions<Values>['check']
  /** What is sent; some things are only said of something new. */
  readonly body: (values: Values, isNew: boolean) => object
}

/** The form of a squad, a checkpoint, a route or a plan; saved, it leads back to the list, with a way to undo. */
export function useRoundForm<Values extends { name: string }, Item extends Round>({
  kind,
  item,
  start,
  check,
  body,
}: RoundFormOptions<Values, Item>) {
  const { t } = useI18n()
  const router = useRouter()
  const { api, kept, communityId } = useMember()
  const { tell } = useDone()
  const id = item?.id ?? newId()
  const params = { path: { id } }
  let now = item
  const back = () => router.push(`/settings/${kind}`)
  const patch = async (changes: object): Promise<void> => {
    await bodyOf(api.PATCH(ONE(kind), { params, body: changes }))
  }

  const form = useForm<Values>({
    draft: `${kind} ${item?.id ?? 'new'}`,
    kept,
    start: () => start(now),
    check: values => ({ '/name': values.name.trim() === '' && t('settings.missing'), ...check?.(values) }),
    onOvertaken: current => {
      now = current as unknown as Item
    },
    send: async values => {
      if (now) {
        const before = body(start(now), false)
        await patch({ ...body(values, false), expectedVersion: now.version })
        tell(t('settings.saved', { name: values.name }), () => patch(before))
      } else {
        const own = communityId ? { communityId } : {}
        const made = { id, ...body(values, true), ...own }
        await bodyOf(api.POST(LIST(kind), { body: made as never }))
        tell(t('settings.added', { name: values.name }), () => patch({ active: false }))
      }
      await back()
    },
  })

  const { busy, error, act } = useAct()
  const use = (active: boolean): Promise<boolean> =>
    act(async () => {
      if (!item) return
      await patch({ active })
      tell(t(active ? 'settings.onAgain' : 'settings.offNow', { name: item.name }), () =>
        patch({ active: !active }),
      )
      await back()
    })
  return { form, use, error, busy }
}
