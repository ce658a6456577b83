import { dayOf, monthOf } from './the-year.ts'

const MONTHS = [
  '一月 January',
  '二月 February',
  '三月 March',
  '四月 April',
  '五月 May',
  '六月 June',
  '七月 July',
  '八月 August',
  '九月 September',
  '十月 October',
  '十一月 November',
  '十二月 December',
]

/** Where progress is written. */
export interface ProgressOutput {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export interface Progress {
  /** Time has moved on; patrols and findings so far. */
  at(moment: number, soFar: { readonly patrols: number; readonly findings: number }): void
  /** The last month is over. */
  end(): void
}

/** One line a month: kept up to date day by day on a terminal, elsewhere written when the month is over. */
export function createProgress(output: ProgressOutput): Progress {
  let day = ''
  let line = ''
  const endOfMonth = (): void => {
    if (line !== '') output.write(output.isTTY ? `\r${line}\u001b[K\n` : `${line}\n`)
  }
  return {
    at(moment, { patrols, findings }) {
      const today = dayOf(moment)
      const month = today.slice(0, 7)
      if (month !== day.slice(0, 7)) endOfMonth()
      line = `${month} ${MONTHS[monthOf(today) - 1]} · 巡查 patrols ${patrols} · 上报 reports ${findings}`
      if (output.isTTY && today !== day) output.write(`\r${line} · ${today}\u001b[K`)
      day = today
    },
    end: endOfMonth,
  }
}
