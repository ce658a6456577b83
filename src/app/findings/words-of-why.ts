import type { Basis } from '../../../machines/calendar.ts'
import type { Why } from '../../../machines/finding/events.ts'
import { localMoment } from '../local-moment.ts'

type Language = 'zh' | 'en'

function span(ms: number, language: Language): string {
  const units: [number, string, string][] = [
    [3_600_000, '小时', 'h'],
    [60_000, '分', 'min'],
    [1_000, '秒', 's'],
  ]
  const parts: string[] = []
  let left = Math.round(ms / 1_000) * 1_000
  for (const [size, zh, en] of units) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0) parts.push(language === 'zh' ? `${count}${zh}` : `${count} ${en}`)
  }
  return parts.join(language === 'zh' ? '' : ' ') || (language === 'zh' ? '0秒' : '0 s')
}

const basisWord = (basis: Basis, language: Language): string =>
  language === 'zh'
    ? basis === 'working'
      ? '工作时间'
      : '连续时间'
    : basis === 'working'
      ? 'working time'
      : 'around the clock'

/** Explains a deadline step by step, in words and in the community's own time. */
export function wordsOfWhy(why: readonly Why[], timeZone: string, language: Language): string[] {
  const t = (at: number): string => localMoment(at, timeZone)
  const say = (reason: Why): string => {
    const zh = language === 'zh'
    switch (reason.k) {
      case 'started':
        return zh ? `${t(reason.at)} 派遣,开始计时` : `Dispatched ${t(reason.at)}; the clock starts`
      case 'limit':
        return zh
          ? `处置时限 ${span(reason.ms, language)}(${basisWord(reason.basis, language)})`
          : `Limit ${span(reason.ms, language)} (${basisWord(reason.basis, language)})`
      case 'start_moved':
        return zh
          ? `派遣时不在工作时间,从 ${t(reason.to)} 起算`
          : `Outside working hours: counted from ${t(reason.to)}`
      case 'holidays': {
        const range = reason.from === reason.to ? reason.from : `${reason.from}–${reason.to}`
        return zh ? `节假日 ${range} 不计` : `Public holidays ${range} not counted`
      }
      case 'makeup':
        return zh ? `${reason.day} 调休上班,计入` : `${reason.day} is a make-up working day and counts`
      case 'uncovered':
        return zh
          ? `${reason.year} 年尚无节假日安排,按每周工作日计算`
          : `No public-holiday data for ${reason.year}: counted by the weekly working days`
      case 'more':
        return zh ? `另有 ${reason.count} 项` : `and ${reason.count} more`
      case 'extended':
        return zh
          ? `延期 ${span(reason.ms, language)},到期改为 ${t(reason.dueAt)}`
          : `Extended by ${span(reason.ms, language)}: now due ${t(reason.dueAt)}`
      case 'resumed':
        return zh
          ? `${t(reason.at)} 恢复,剩余 ${span(reason.ms, language)},到期 ${t(reason.dueAt)}`
          : `Resumed ${t(reason.at)} with ${span(reason.ms, language)} left: due ${t(reason.dueAt)}`
      case 'rework':
      case 'reopen':
        return zh
          ? `${t(reason.at)} ${reason.k === 'rework' ? '返工' : '重启'},给予 ${span(reason.ms, language)},到期 ${t(reason.dueAt)}`
          : `${reason.k === 'rework' ? 'Rework' : 'Reopened'} ${t(reason.at)} with ${span(reason.ms, language)}: due ${t(reason.dueAt)}`
    }
  }
  return why.map(say)
}
