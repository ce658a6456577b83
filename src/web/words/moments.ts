import { useI18n } from 'vue-i18n'
import { useMember } from '../house.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Moments and spans in the reader's language. */
export function useMoments() {
  const { t, locale } = useI18n()
  const { reference } = useMember()
  const format = (options: Intl.DateTimeFormatOptions) => (instant: string) => {
    const timeZone = reference.community.value[0]?.timeZone
    return new Intl.DateTimeFormat(locale.value, { ...options, timeZone }).format(new Date(instant))
  }
  const moment = format({
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const withYear = format({
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const thisYear = (instant: string): boolean => new Date(instant).getFullYear() === new Date().getFullYear()

  /** Two units at most: nobody plans by the minute a week ahead. */
  const span = (ms: number): string => {
    const days = Math.floor(ms / DAY)
    const hours = Math.floor((ms % DAY) / HOUR)
    const minutes = Math.floor((ms % HOUR) / MINUTE)
    const parts = [
      ...(days > 0 ? [t('time.days', { n: days }, days)] : []),
      ...(hours > 0 && days < 7 ? [t('time.hours', { n: hours })] : []),
      ...(days === 0 && (minutes > 0 || hours === 0) ? [t('time.minutes', { n: Math.max(1, minutes) })] : []),
    ]
    const [a = '', b] = parts
    return b === undefined ? a : t('time.both', { a, b })
  }

  return {
    span,
    at: (instant: string): string => (thisYear(instant) ? moment : withYear)(instant),
    /** How long until a due date, or since. */
    left: (dueAt: string): string => {
      const ms = new Date(dueAt).getTime() - Date.now()
      return ms >= 0 ? t('time.left', { span: span(ms) }) : t('time.over', { span: span(-ms) })
    },
    ago: (instant: string): string => {
      const ms = Date.now() - new Date(instant).getTime()
      return ms < MINUTE ? t('time.now') : t('time.ago', { span: span(ms) })
    },
    /** An ISO duration such as PT4H, as the interface sends limits. */
    duration: (iso: string): string => span(durationMs(iso)),
  }
}

/** Milliseconds of a duration such as P1D, PT4H or PT30M; a day counts 24 hours. */
export function durationMs(iso: string): number {
  const [, days, hours, minutes, seconds] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso) ?? []
  return (
    Number(days ?? 0) * DAY +
    Number(hours ?? 0) * HOUR +
    Number(minutes ?? 0) * MINUTE +
    Number(seconds ?? 0) * 1_000
  )
}
