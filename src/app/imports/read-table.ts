import { parse } from 'csv-parse/sync'
import { AppError } from '../errors.ts'

/** A sheet: its headings, and its rows as they were written. */
export interface Table {
  readonly headings: readonly string[]
  readonly rows: readonly Row[]
}
/** One row; `line` counts as a spreadsheet does, the headings being the first. */
export interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/** More is split by whoever sends it. */
const MOST_ROWS = 200_000
const MOST_COLUMNS = 200

/** Reads an Excel sheet (the first of its workbook) or a CSV file; throws what is wrong with the file as a whole. */
export async function readTable(bytes: Buffer): Promise<Table> {
  const lines = isZip(bytes) ? await linesOfWorkbook(bytes) : linesOfText(bytes)
  const first = lines.findIndex(cells => cells.some(cell => cell !== ''))
  const headings = lines[first]
  if (!headings) throw unreadable('没有表头', 'it has no headings')
  if (headings.length > MOST_COLUMNS) throw unreadable('列太多', 'it has too many columns')
  const rows = lines
    .map((cells, n) => ({ line: n + 1, cells }))
    .slice(first + 1)
    .filter(({ cells }) => cells.some(cell => cell !== ''))
  if (rows.length > MOST_ROWS)
    throw unreadable(`超过 ${MOST_ROWS} 行,请拆分`, `it has more than ${MOST_ROWS} rows; split it`)
  return { headings, rows }
}

const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))

async function linesOfWorkbook(bytes: Buffer): Promise<string[][]> {
  const { default: readSheet } = await import('read-excel-file/node')
  try {
    const sheets = await readSheet(bytes)
    return (sheets[0]?.data ?? []).map(cells => cells.map(wordsOf))
  } catch {
    throw unreadable('不是可读的 Excel 表格(.xlsx)', 'it is no readable Excel sheet (.xlsx)')
  }
}

/* Excel keeps a moment without a zone; it is read back as the wall clock that it showed. */
const wordsOf = (cell: unknown): string =>
  cell instanceof Date
    ? cell.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '')
    : tidy(cell === null || cell === undefined ? '' : String(cell))

function linesOfText(bytes: Buffer): string[][] {
  const text = decode(bytes)
  if (text.includes('\u0000'))
    throw unreadable('既不是 CSV 也不是 Excel(.xlsx)', 'it is neither CSV nor Excel (.xlsx)')
  try {
    const lines = parse(text, {
      delimiter: delimiterOf(text),
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: false,
    }) as string[][]
    return lines.map(cells => cells.map(tidy))
  } catch (error) {
    const detail = error instanceof Error ? error.message : ''
    throw unreadable(`CSV 格式有误(${detail})`, `its CSV is broken (${detail})`)
  }
}

/* UTF-8 with or without its mark; what is not UTF-8 was written by a Chinese Excel. */
function decode(bytes: Buffer): string {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe
  if (little) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function delimiterOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? ''
  const count = (delimiter: string): number => first.split(delimiter).length
  return [',', '\t', ';', ','].reduce((best, next) => (count(next) > count(best) ? next : best))
}

const tidy = (cell: string): string => cell.replace(/^[\s\u3000\ufeff]+|[\s\u3000]+$/g, '')

const unreadable = (zh: string, en: string): AppError =>
  new AppError('import.file_unreadable', { values: { trouble: `${zh} · ${en}` } })
