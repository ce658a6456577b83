import { FINDING_STATES } from '../../../machines/finding/states.ts'
import { FACES, MEMBERS } from './people.ts'
import { headline, type YearReport } from './report-year.ts'
import { ROOT } from './settle-community.ts'
import { category } from './the-year.ts'

/* The year on a terminal: the line first, then what lies behind it, then how to go on. */

const BAR = 40
const ROLES: Readonly<Record<string, string>> = {
  admin: '管理员 administrator',
  coordinator: '社区调度员 coordinator',
  supervisor: '督查员 supervisor',
  auditor: '审计员 auditor',
  unit_manager: '责任单位负责人 unit manager',
  handler: '处置人 handler',
  patroller: '巡查志愿者 patroller',
  resident: '居民 resident',
}

/** All lines of the report. */
export function printReport(report: YearReport, directory: string, password: string): string[] {
  return [
    headline(report.summary),
    '',
    '问题分类 · found by category',
    ...barsByCategory(report.findings),
    '',
    '年末在办 · still open at the end of the year',
    ...openByState(report.findings),
    '',
    '全年经过 · what happened',
    ...happenings(report),
    '',
    ...proofs(report),
    '',
    '登录 · sign-ins',
    ...signIns(password),
    '',
    '启动 · start the server on this data',
    `  DATA_DIR=${quoted(directory)} npm start`,
  ]
}

/* A Chinese character is as wide as two others. */
const widthOf = (text: string): number => [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 0)
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))
const counted = (names: readonly string[]): [name: string, count: number][] => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

function barsByCategory(findings: YearReport['findings']): string[] {
  const found = findings.filter(({ state }) => !['rejected', 'merged', 'void'].includes(state))
  const counts = counted(found.map(({ categoryCode }) => categoryCode))
  const most = counts[0]?.[1] ?? 1
  return counts.map(([code, count]) => {
    const bar = '█'.repeat(Math.max(1, Math.round((count / most) * BAR)))
    return `  ${code} ${padded(category(code).nameZh, 28)} ${bar} ${count}`
  })
}

function openByState(findings: YearReport['findings']): string[] {
  const open = findings.filter(({ state }) => FINDING_STATES[state].open)
  const states = counted(open.map(({ state }) => `${FINDING_STATES[state].zh} ${FINDING_STATES[state].en}`))
  return [...states, ['合计 in all', open.length] as const].map(
    ([name, count]) => `  ${padded(name, 48)} ${count}`,
  )
}

function happenings({ summary, happenings: h }: YearReport): string[] {
  const rows: [string, number | string][] = [
    ['上报 reported', `${summary.reported} (不含作废 the void ones left out)`],
    ['不予受理 rejected', summary.rejected],
    ['并案 merged', summary.merged],
    ['作废 void', summary.void],
    ['即查即改 fixed on the spot', h.fixedOnTheSpot],
    ['核实 verified', h.verified],
    ['回退 returns', `${h.returns} (指定派遣 final dispatches ${h.finalDispatches})`],
    ['返工 reworks', h.reworks],
    ['延期 extensions', `${h.extensions} (未批准 refused ${h.extensionsRefused})`],
    ['挂账 suspensions', `${h.suspensions} (已恢复 resumed ${h.resumptions})`],
    ['超期 overdue in the year', h.overdue],
    ['当前超期 overdue now', summary.overdueOpen],
    ['黄牌 yellow cards', h.yellowCards],
    ['红牌 red cards', h.redCards],
    ['申诉 appeals', h.appeals],
    ['强制结案 closed by force', `${h.forced} (重启 reopened ${h.reopened})`],
    ['取消巡查 patrols cancelled', h.cancelledPatrols],
    ['漏巡 patrols missed', h.missedPatrols],
    ['巡查完成率 planned patrols kept', share(summary.patrolCompletionRate)],
    ['点位覆盖率 checkpoints visited', share(summary.checkpointCoverage)],
    ['复发 recurred', share(summary.recurrenceRate)],
    ['30 日整改保持 stayed fixed', share(summary.staysFixed30Rate)],
  ]
  return rows.map(([name, value]) => `  ${padded(name, 32)} ${value}`)
}

const share = ({ numerator, denominator, value }: YearReport['summary']['recurrenceRate']): string =>
  `${value === null ? '—' : `${value.toFixed(2)} %`} (${numerator} / ${denominator})`

function proofs({ integrity, recount }: YearReport): string[] {
  const { ok, entries, head } = integrity
  const agree = recount.differences.length === 0
  return [
    `日志链 journal  ${ok ? '完整 whole' : '损坏 BROKEN'} · ${entries} 条 entries · ${head.hash}`,
    `重新统计 recount  ${agree ? '一致 agrees' : '不一致 DIFFERS'} · ${recount.rows} 行 rows`,
  ]
}

function signIns(password: string): string[] {
  const faces = FACES.map(({ login, name, roles }) => [login, ROLES[roles[0] ?? ''] ?? '', name] as const)
  const rows = [[ROOT.login, '总管理员 root administrator', ROOT.name] as const, ...faces]
  return [
    ...rows.map(([login, role, name]) => `  ${padded(login, 14)} ${padded(role, 30)} ${name}`),
    `  另有 ${MEMBERS.length - FACES.length} 位成员 · and ${MEMBERS.length - FACES.length} other members`,
    `  密码 password (XUNCHA_DEMO_PASSWORD): ${password}`,
  ]
}

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
