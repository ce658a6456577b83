import { crc32 } from 'node:zlib'

/** A cell of a sheet: words, a number, a day as Excel counts them, or XML as it stands. */
type Cell = string | number | { readonly excelDay: number } | { readonly xml: string }

const xml = (words: string): string => words.replace(/[<>&"]/g, c => `&#${c.charCodeAt(0)};`)
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** An Excel workbook with one sheet, as small as the format allows; `prolog` stands before the sheet's first element. */
export function workbook(rows: readonly (readonly Cell[])[], prolog = ''): Buffer {
  const cell = (value: Cell, column: number, row: number): string => {
    const at = `r="${String.fromCharCode(65 + column)}${row + 1}"`
    if (typeof value === 'number') return `<c ${at}><v>${value}</v></c>`
    if (typeof value === 'object' && 'excelDay' in value) return `<c ${at} s="1"><v>${value.excelDay}</v></c>`
    return `<c ${at} t="inlineStr"><is><t>${typeof value === 'object' ? value.xml : xml(value)}</t></is></c>`
  }
  const sheet = rows
    .map((cells, row) => `<row r="${row + 1}">${cells.map((value, n) => cell(value, n, row)).join('')}</row>`)
    .join('')
  const relation = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  return zip({
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'worksheet', 'worksheets/sheet1.xml')}${relation(2, 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `${prolog}<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData></worksheet>`,
  })
}

/* Files one after another, not compressed, and the list of them at the end. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const list: Buffer[] = []
  let offset = 0
  for (const [name, words] of Object.entries(files)) {
    const bytes = Buffer.from(words)
    const called = Buffer.from(name)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(0x0800, 2)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(bytes.length, 14)
    about.writeUInt32LE(bytes.length, 18)
    about.writeUInt16LE(called.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    list.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), about, place, called)
    parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), about, called, bytes)
    offset += 4 + about.length + called.length + bytes.length
  }
  const end = Buffer.alloc(18)
  const count = Object.keys(files).length
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(Buffer.concat(list).length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, ...list, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}
