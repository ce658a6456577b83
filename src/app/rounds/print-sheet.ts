import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fonts } from '@embedpdf/fonts-sc'
import PDFDocument from 'pdfkit'
import encodeQR from 'qr'
import type { CheckpointRow } from '../../../db/stores/rounds.ts'
import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { qrText } from './checkpoint-code.ts'
import { requirePlanner } from './planner.ts'
import { findSeenRoute } from './route-view.ts'
import type { KeptStop } from './stops.ts'

/* A4 in points, two labels a row and three a column: large enough to scan at arm's length. */
const PAGE = { width: 595, height: 842, margin: 36 }
const COLUMNS = 2
const ROWS = 3
const QR_SIZE = 150
const LABEL = {
  width: (PAGE.width - 2 * PAGE.margin) / COLUMNS,
  height: (PAGE.height - 2 * PAGE.margin - 30) / ROWS,
}

/* Noto Sans Hans: place names need Chinese letters, and only those used are put into the document. */
const REGULAR = 400
const FONT = join(
  dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
  '../fonts',
  fonts.find(({ weight }) => weight === REGULAR)?.file ?? '',
)

interface Label {
  readonly checkpoint: CheckpointRow
  readonly path: string
  readonly mandatory: boolean
}

/** The sheet of a route to print, cut up and put on walls: a QR code with the name in words for each stop, as PDF. */
export async function printSheet(read: Reader, caller: Caller, routeId: string): Promise<Buffer> {
  const route = await findSeenRoute(read, caller, routeId)
  await requirePlanner(read, caller, route.placePath)
  const { communityId, version } = route
  const stops = JSON.parse((await read.rounds.stopsOf(communityId, routeId, version)) ?? '[]') as KeptStop[]
  const rows = await read.rounds.findCheckpoints(
    communityId,
    stops.map(stop => stop.checkpointId),
  )
  const checkpoints = new Map(rows.map(row => [row.id, row]))
  const places = await read.setup.findPlaces(communityId, [...new Set(rows.map(row => row.placeId))])
  const paths = new Map(places.map(({ id, namePath }) => [id, namePath]))
  const labels = stops.flatMap(({ checkpointId, mandatory }): Label[] => {
    const checkpoint = checkpoints.get(checkpointId)
    return checkpoint ? [{ checkpoint, mandatory, path: paths.get(checkpoint.placeId) ?? '' }] : []
  })
  return draw(`${route.name} · 巡查点二维码 · checkpoints (v${version})`, labels)
}

function draw(title: string, labels: readonly Label[]): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: PAGE.margin,
    autoFirstPage: false,
    info: { Title: title },
  })
  const parts: Buffer[] = []
  const finished = new Promise<Buffer>((resolve, reject) => {
    document.on('data', part => parts.push(part as Buffer))
    document.on('end', () => resolve(Buffer.concat(parts)))
    document.on('error', reject)
  })
  document.registerFont('words', FONT).font('words')
  labels.forEach((label, n) => {
    const slot = n % (COLUMNS * ROWS)
    if (slot === 0) {
      document.addPage()
      document.fontSize(11).text(title, PAGE.margin, PAGE.margin, { lineBreak: false })
    }
    const x = PAGE.margin + (slot % COLUMNS) * LABEL.width
    const y = PAGE.margin + 30 + Math.floor(slot / COLUMNS) * LABEL.height
    drawLabel(document, label, n + 1, x, y)
  })
  if (labels.length === 0) document.addPage().fontSize(11).text(`${title}: 0`)
  document.end()
  return finished
}

function drawLabel(
  document: PDFKit.PDFDocument,
  { checkpoint, path, mandatory }: Label,
  number: number,
  x: number,
  y: number,
): void {
  const width = LABEL.width - 16
  document.save().dash(3, { space: 3 }).lineWidth(0.5)
  document.rect(x, y, LABEL.width, LABEL.height).stroke('#999999').undash().restore()
  const lines = (text: string, size: number, top: number, count = 1): void =>
    void document
      .fontSize(size)
      .text(text, x + 8, y + top, { width, height: count * size * 1.5, ellipsis: true, align: 'center' })
  lines(`${number}. ${checkpoint.name}`, 12, 6, 2)
  if (checkpoint.rotating) {
    lines('动态码:请扫描现场屏幕', 11, 110)
    lines('scan the screen on the spot', 11, 128)
  } else {
    drawCode(document, qrText(checkpoint, checkpoint.code), x + (LABEL.width - QR_SIZE) / 2, y + 44)
    lines(checkpoint.code.replace(/^(.{4})(.{4})/, '$1-$2-'), 13, 46 + QR_SIZE)
  }
  lines(mandatory ? path : `选查 · optional — ${path}`, 9, 68 + QR_SIZE)
}

/* Squares of the page's own ink, row by row: sharp at any size. */
function drawCode(document: PDFKit.PDFDocument, text: string, x: number, y: number): void {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
  const side = QR_SIZE / modules.length
  modules.forEach((row, top) => {
    row.forEach((dark, left) => {
      if (dark) document.rect(x + left * side, y + top * side, side, side)
    })
  })
  document.fill('#000000')
}
