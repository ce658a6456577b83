import { useI18n } from 'vue-i18n'
import type { Category } from '../../api/client.ts'

/** A limit in words: the working day is the calendar’s own, so it is not turned into hours. */
export function useLimits(): { tell(limit: Category['limit']): string } {
  const { t } = useI18n()
  return {
    tell: ({ duration, basis }) => {
      const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?/.exec(duration) ?? []
      const span = [
        days
          ? t(
              basis === 'working' ? 'settings.span.workingDays' : 'settings.span.nDays',
              { n: days },
              Number(days),
            )
          : '',
        hours
          ? t(
              basis === 'working' ? 'settings.span.workingHours' : 'settings.span.nHours',
              { n: hours },
              Number(hours),
            )
          : '',
        minutes ? t('settings.span.nMinutes', { n: minutes }, Number(minutes)) : '',
      ]
      return t('settings.categories.within', { span: span.filter(Boolean).join(' ') })
    },
  }
}
