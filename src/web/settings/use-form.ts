import {
  computed,
  type InjectionKey,
  inject,
  nextTick,
  reactive,
  ref,
  type ShallowRef,
  shallowRef,
  toRaw,
  watch,
} from 'vue'
import { useI18n } from 'vue-i18n'
import { type Problem, Refused } from '../api/problem.ts'
import type { Kept } from '../keep/kept.ts'

/** One form of the settings: what is typed, what the server said of it, and a draft that outlives the page. */
export interface SettingsForm<Values extends object = object> {
  readonly values: Values
  readonly busy: Readonly<ShallowRef<boolean>>
  /** What went wrong and belongs to no field that is shown. */
  readonly error: Readonly<ShallowRef<unknown>>
  /** What of a refusal no field shows. */
  readonly rest: Readonly<ShallowRef<readonly string[]>>
  /** Whether what is shown was typed on an earlier visit and never saved. */
  readonly restored: Readonly<ShallowRef<boolean>>
  /** Whether somebody else saved meanwhile; saving once more puts this form over theirs. */
  readonly overtaken: Readonly<ShallowRef<boolean>>
  readonly changed: Readonly<ShallowRef<boolean>>
  /** What is wrong with the field of a JSON pointer, in words. */
  wrongAt(pointer: string): string | null
  submit(): Promise<void>
  /** Puts back what the server has. */
  startAgain(): void
}

export interface FormOptions<Values extends object> {
  /** Names the draft; `null` keeps none. */
  readonly draft: string | null
  readonly kept: Kept
  readonly start: () => Values
  /** Fields that are never written down. */
  readonly secret?: readonly (keyof Values)[]
  /** Codes of refusals that name no field, and the field they speak of. */
  readonly fieldOf?: Readonly<Record<string, string>>
  /** What is missing or wrong before anything is sent: words by pointer. */
  readonly check?: (values: Values) => Readonly<Record<string, string | false | undefined | null>>
  readonly send: (values: Values) => Promise<void>
  /** Takes over the version of what somebody else saved meanwhile. */
  readonly onOvertaken?: (current: Readonly<Record<string, unknown>>) => void
}

const FORM: InjectionKey<SettingsForm> = Symbol('form')

export { FORM }

export function useFormAround(): SettingsForm | null {
  return inject(FORM, null)
}

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(toRaw(value))) as Value

export function useForm<Values extends object>(options: FormOptions<Values>): SettingsForm<Values> {
  const { draft, kept, start, secret = [], fieldOf = {}, check = () => ({}), send } = options
  const { t, te } = useI18n()
  const values = reactive(start()) as Values
  const first = ref(JSON.stringify(values))
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  const restored = ref(false)
  const overtaken = ref(false)
  const written = ref(first.value)
  const changed = computed(() => written.value !== first.value)
  const wrong = shallowRef<ReadonlyMap<string, string>>(new Map())
  /* Fields ask for what is wrong with them while they are drawn; what none asked for is said below them. */
  const asked = new Set<string>()

  const name = draft === null ? null : `settings ${draft}`
  const keep = async (): Promise<void> => {
    if (name === null) return
    if (!changed.value) return void (await kept.drafts.delete(name))
    const fields = Object.fromEntries(
      Object.entries(plain(values)).filter(([key]) => !secret.includes(key as never)),
    )
    await kept.drafts.put({ name, fields, photoIds: [] })
  }
  watch(
    values,
    () => {
      written.value = JSON.stringify(values)
      void keep()
    },
    { deep: true },
  )
  if (name !== null)
    void kept.drafts.get(name).then(found => {
      // Whoever was faster than the disk has begun anew.
      if (!found || changed.value) return
      Object.assign(values, found.fields)
      restored.value = true
    })

  /* The interface answers some refusals in English words for programmers; these fields have words of their own. */
  const wordsOf = ({ pointer, code, detail }: NonNullable<Problem['errors']>[number]): string => {
    const own = `settings.wrong.${code === 'request.invalid' ? (pointer.split('/').find(part => /^[a-z]/i.test(part)) ?? '') : code.replaceAll('.', '_')}`
    return te(own) ? t(own) : detail
  }
  const place = (thrown: unknown): void => {
    error.value = thrown
    if (!(thrown instanceof Refused)) return
    const { problem } = thrown
    const found = new Map((problem.errors ?? []).map(each => [each.pointer, wordsOf(each)]))
    const field = fieldOf[problem.code]
    if (field !== undefined && !found.has(field)) {
      found.set(field, `${problem.title}${t('settings.stop')}${problem.detail}`)
      // Said at its field, or below all of them when that is not shown: once is enough.
      error.value = null
    }
    wrong.value = found
    if (problem.code.endsWith('.version_conflict') && problem.current) {
      overtaken.value = true
      options.onOvertaken?.(problem.current)
    }
  }
  const isShown = (pointer: string): boolean =>
    [...asked].some(each => pointer === each || pointer.startsWith(`${each}/`))

  return {
    values,
    busy,
    error,
    restored,
    overtaken,
    changed,
    rest: computed(() => [...wrong.value].filter(([pointer]) => !isShown(pointer)).map(([, words]) => words)),
    wrongAt: pointer => {
      asked.add(pointer)
      const exact = wrong.value.get(pointer)
      if (exact !== undefined) return exact
      return [...wrong.value].find(([each]) => each.startsWith(`${pointer}/`))?.[1] ?? null
    },
    submit: async () => {
      if (busy.value) return
      error.value = null
      overtaken.value = false
      const missing = Object.entries(check(values)).filter((each): each is [string, string] =>
        Boolean(each[1]),
      )
      wrong.value = new Map(missing)
      if (missing.length === 0) {
        busy.value = true
        try {
          await send(plain(values))
          restored.value = false
          first.value = JSON.stringify(values)
          if (name !== null) await kept.drafts.delete(name)
        } catch (thrown) {
          place(thrown)
        } finally {
          busy.value = false
        }
      }
      await nextTick()
      if (wrong.value.size > 0)
        document.querySelector<HTMLElement>('[aria-invalid="true"], .wrong input, .wrong button')?.focus()
    },
    startAgain: () => {
      Object.assign(values, start())
      first.value = JSON.stringify(values)
      wrong.value = new Map()
      error.value = null
      restored.value = false
      overtaken.value = false
      if (name !== null) void kept.drafts.delete(name)
    },
  }
}
