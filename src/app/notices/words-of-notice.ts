import { localMoment } from '../local-moment.ts'
import type { RecordFacts } from './record-facts.ts'
import { nameOfTopic } from './topic-names.ts'

type Language = 'zh' | 'en'

/** A notice as it is put into words: what it is, and the moment that a rung reminds of. */
export interface ToldNotice {
  readonly topic: string
  /** Empty for a plain notice. */
  readonly rung: string
  readonly level: number
  /** The due moment of a rung, milliseconds since 1970. */
  readonly round: number
}

export interface NoticeWords {
  /** One line: what is the matter, and which record. */
  readonly title: string
  /** One line more: where it is, whose it is, when it was due. */
  readonly body: string
}

/**
 * Puts a notice into words, the same in the inbox, in a letter and in a chat group. It names the record, its place,
 * its category and its unit, and nobody.
 */
export function wordsOfNotice(
  notice: ToldNotice,
  record: RecordFacts,
  language: Language,
  readers: 'members' | 'outsiders' = 'members',
): NoticeWords {
  const zh = language === 'zh'
  const name = nameOfTopic(notice.topic, notice.rung)[language]
  const what = [record.number, record.name[language]].filter(part => part).join(' ')
  const again =
    notice.level === 0
      ? ''
      : zh
        ? `(第 ${notice.level} 次催告,尚无人确认)`
        : ` (reminder ${notice.level}, nobody has acknowledged it)`
  const due = notice.rung === '' ? null : localMoment(notice.round, record.timeZone)
  const facts = [
    readers === 'members' ? record.place : record.placeOutside,
    record.unit && (zh ? `责任单位 ${record.unit}` : `Unit ${record.unit}`),
    due && (zh ? `期限 ${due}` : `Due ${due}`),
  ].filter(part => part !== null)
  const head = what === '' ? name : `${name}${zh ? ':' : ': '}${what}`
  return { title: oneLine(head + again), body: oneLine(facts.join(zh ? ';' : '; ')) }
}

/* Names are written by people: a line break in one must not look like a line of ours. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')
