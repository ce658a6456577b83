/** States of a patrol (domain.md 8.2). */
export const PATROL_STATES = {
  draft: { zh: '草稿', en: 'Draft', open: false },
  planned: { zh: '计划', en: 'Planned', open: true },
  ready: { zh: '待出发', en: 'Ready', open: true },
  active: { zh: '巡查中', en: 'Under way', open: true },
  paused: { zh: '暂停', en: 'Paused', open: true },
  submitted: { zh: '待确认', en: 'To be confirmed', open: true },
  completed: { zh: '已完成', en: 'Completed', open: false },
  cancelled: { zh: '已取消', en: 'Cancelled', open: false },
  missed: { zh: '漏巡', en: 'Missed', open: false },
} as const

export type PatrolState = keyof typeof PATROL_STATES

export const STORED_PATROL_STATES = Object.keys(PATROL_STATES).filter(s => s !== 'draft') as PatrolState[]

/** What a patrol looks at: 楼道、电动车、垃圾、综合. */
export const PATROL_THEMES = ['corridor', 'ebike', 'waste', 'general'] as const
export type PatrolTheme = (typeof PATROL_THEMES)[number]
