import { useI18n } from 'vue-i18n'
import { FINDING_STATES, type FindingState } from '../../../machines/finding/states.ts'
import { PATROL_STATES, type PatrolState } from '../../../machines/patrol/states.ts'
import { useMember } from '../house.ts'

/** Names of what has a Chinese and an English one: states, categories, units, places. */
export function useNames() {
  const { locale } = useI18n()
  const { reference } = useMember()
  const zh = (): boolean => locale.value === 'zh-CN'
  return {
    state: (state: string): string => FINDING_STATES[state as FindingState]?.[zh() ? 'zh' : 'en'] ?? state,
    patrolState: (state: string): string =>
      PATROL_STATES[state as PatrolState]?.[zh() ? 'zh' : 'en'] ?? state,
    category: (code: string): string => {
      const category = reference.category(code)
      return (zh() ? category?.nameZh : category?.nameEn) ?? code
    },
    domain: (category: { domainZh: string; domainEn: string }): string =>
      zh() ? category.domainZh : category.domainEn,
    unit: (id: string | null): string => reference.unit(id)?.name ?? '',
    /** Without the community itself, which everybody here knows. */
    place: (path: string | null): string => (path ?? '').split('/').slice(1).join(' ') || (path ?? ''),
  }
}
