/** States of a finding, their names, and the stage of the national procedure each belongs to (domain.md 8.1). */
export const FINDING_STATES = {
  draft: { zh: '草稿', en: 'Draft', stage: null, open: false },
  reported: { zh: '已上报(待受理)', en: 'Reported', stage: '信息采集', open: true },
  verifying: { zh: '核实中', en: 'Being verified', stage: '信息采集', open: true },
  self_handled: {
    zh: '自处置待审核',
    en: 'Fixed on the spot, to be approved',
    stage: '信息采集',
    open: true,
  },
  registered: { zh: '已立案(待派遣)', en: 'Registered', stage: '案卷建立', open: true },
  dispatched: { zh: '已派遣(待接收)', en: 'Dispatched', stage: '任务派遣', open: true },
  in_progress: { zh: '处置中', en: 'In progress', stage: '处置', open: true },
  suspended: { zh: '挂账(缓办)', en: 'Suspended', stage: '处置', open: true },
  rectified: { zh: '已反馈(待核查结案)', en: 'Rectified, to be checked', stage: '核查结案', open: true },
  closed: { zh: '已结案', en: 'Closed', stage: '结案', open: false },
  rejected: { zh: '不予受理', en: 'Rejected', stage: '不予受理', open: false },
  merged: { zh: '已并案', en: 'Merged', stage: '并案', open: false },
  void: { zh: '已作废', en: 'Void', stage: '作废', open: false },
} as const

export type FindingState = keyof typeof FINDING_STATES

/** Every state a stored finding can be in: all but the draft, which exists only before the first step. */
export const STORED_FINDING_STATES = Object.keys(FINDING_STATES).filter(s => s !== 'draft') as FindingState[]

/** States in which somebody still has something to do. */
export const OPEN_FINDING_STATES = STORED_FINDING_STATES.filter(state => FINDING_STATES[state].open)

/** States of the handling clock (domain.md, Decision 5). */
export const CLOCK_STATES = {
  idle: { zh: '未计时', en: 'Not running' },
  running: { zh: '计时中', en: 'Running' },
  warned: { zh: '即将到期', en: 'Due soon' },
  overdue: { zh: '已超期', en: 'Overdue' },
  yellow: { zh: '黄牌督办', en: 'Yellow card' },
  red: { zh: '红牌督办', en: 'Red card' },
  paused: { zh: '暂停计时', en: 'Paused' },
  stopped: { zh: '已停表', en: 'Stopped' },
} as const

export type ClockState = keyof typeof CLOCK_STATES

/** States of the clock of every stage but handling, which has its own above (domain.md 8.1, timers). */
export const STAGE_STATES = {
  unwatched: { zh: '无环节时限', en: 'No stage running' },
  in_time: { zh: '环节计时中', en: 'Stage running' },
  late_soon: { zh: '环节即将到期', en: 'Stage due soon' },
  late: { zh: '环节超期', en: 'Stage overdue' },
  raised: { zh: '环节超期已上报', en: 'Stage overdue, raised' },
} as const

export type StageState = keyof typeof STAGE_STATES

/** Where a finding stands in the regions of its machine. */
export type FindingValue = {
  readonly work: FindingState
  readonly clock: ClockState
  readonly stage: StageState
}

/** Where a finding stands before its first step. */
export const FINDING_DRAFT_VALUE: FindingValue = { work: 'draft', clock: 'idle', stage: 'unwatched' }

/** True while somebody still has something to do. */
export function isOpen(state: FindingState): boolean {
  return FINDING_STATES[state].open
}
