import type { RecordFacts } from './record-facts.ts'

type Language = 'zh' | 'en'

const TOPICS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  appeal_decided: { zh: '申诉已有结论', en: 'An appeal was decided' },
  appealed: { zh: '收到申诉', en: 'An appeal came in' },
  assigned: { zh: '已指派处置人', en: 'A handler was assigned' },
  check: { zh: '待核查', en: 'To be checked' },
  checked: { zh: '已核查', en: 'Checked' },
  close: { zh: '待结案', en: 'To be closed' },
  closed: { zh: '已结案', en: 'Closed' },
  dispatch: { zh: '待派遣', en: 'To be dispatched' },
  dispatched: { zh: '已派遣', en: 'Dispatched' },
  extension_applied: { zh: '申请延期', en: 'An extension is asked for' },
  extension_decided: { zh: '延期申请已有结论', en: 'An extension was decided' },
  handle: { zh: '待处置', en: 'To be put right' },
  merged: { zh: '已并案', en: 'Merged' },
  patrol: { zh: '巡查', en: 'Patrol' },
  patrol_missed: { zh: '巡查未按时进行', en: 'A patrol was missed' },
  receive: { zh: '待接收', en: 'To be received' },
  rectified: { zh: '已反馈,待核查', en: 'Rectified, to be checked' },
  rejected: { zh: '不予受理', en: 'Rejected' },
  reopened: { zh: '已重新打开', en: 'Reopened' },
  resumed: { zh: '已恢复处置', en: 'Resumed' },
  returned: { zh: '已退回', en: 'Returned' },
  rework: { zh: '须返工', en: 'To be done again' },
  self_handled_rejected: { zh: '自处置未通过', en: 'The fix on the spot was not approved' },
  supervised: { zh: '已督办', en: 'Supervised' },
  supervision: { zh: '督办', en: 'Supervision' },
  supervision_replied: { zh: '督办已回复', en: 'A supervision was answered' },
  suspension: { zh: '挂账', en: 'Suspension' },
  suspension_applied: { zh: '申请挂账', en: 'A suspension is asked for' },
  suspension_decided: { zh: '挂账申请已有结论', en: 'A suspension was decided' },
  test: { zh: '测试消息', en: 'Test message' },
  triage: { zh: '待受理', en: 'To be triaged' },
  urged: { zh: '已催办', en: 'Urged' },
  verified: { zh: '已核实', en: 'Verified' },
  verify: { zh: '待核实', en: 'To be verified' },
  verify_requested: { zh: '请核实', en: 'To be verified' },
  void_decided: { zh: '作废申请已有结论', en: 'A voiding was decided' },
  void_proposed: { zh: '申请作废', en: 'Voiding is proposed' },
}

const RUNGS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  warn: { zh: '即将到期', en: 'due soon' },
  due: { zh: '已到期', en: 'due now' },
  overdue: { zh: '已超期', en: 'overdue' },
  yellow: { zh: '黄牌', en: 'yellow card' },
  red: { zh: '红牌', en: 'red card' },
  raised: { zh: '已上报', en: 'raised' },
  ending: { zh: '即将结束', en: 'ending soon' },
  unanswered: { zh: '尚未回复', en: 'not answered' },
  missed: { zh: '已错过', en: 'missed' },
}

/** What there is to describe: a notice, and what is known of its record. */
export interface DescribedNotice {
  readonly topic: string
  readonly rung: string
  readonly level: number
  readonly round: number
  readonly record: Pick<RecordFacts, 'number' | 'place' | 'category' | 'dueAt' | 'timeZone'>
}

/** A notice in the words of its reader: a title of one line, and what it is about, a line each. No personal data. */
export function describeNotice(
  { topic, rung, record }: DescribedNotice,
  language: Language,
): { readonly title: string; readonly body: string } {
  const zh = language === 'zh'
  const what = TOPICS[topic]?.[language] ?? topic
  const how = rung === '' ? '' : `${zh ? ' · ' : ', '}${RUNGS[rung]?.[language] ?? rung}`
  const lines = [
    record.category && `${zh ? '类别' : 'Category'}: ${record.category[language]}`,
    record.place && `${zh ? '地点' : 'Place'}: ${record.place}`,
    record.dueAt !== null && `${zh ? '期限' : 'Due'}: ${clockTime(record.dueAt, record.timeZone)}`,
  ]
  return {
    title: oneLine([record.number, what].filter(Boolean).join(' ') + how),
    body: lines
      .filter(line => typeof line === 'string' && line !== '')
      .map(line => oneLine(String(line)))
      .join('\n'),
  }
}

/** A moment as the community's clock shows it, to the minute. */
function clockTime(at: number, timeZone: string): string {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return shown.format(at)
}

/* Names are written by people: a line break in one must not look like a line of ours. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')
