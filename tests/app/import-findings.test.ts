import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/app/caller.ts'
import { recount } from '../../src/app/figures/recount.ts'
import { summarise } from '../../src/app/figures/summarise.ts'
import type { Mapping } from '../../src/app/imports/columns.ts'
import type { ImportNews } from '../../src/app/imports/import-list.ts'
import { importNamed } from '../../src/app/imports/kinds.ts'
import { readMoment } from '../../src/app/imports/read-moment.ts'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { buildCommunity, type SmallCommunity } from '../support/community.ts'
import { openHouse, type TestDeps } from '../support/house.ts'
import { workbook } from '../support/workbook.ts'

const LEDGER = `编号,发现日期,整改日期,问题类型,问题描述,点位,责任单位,整改情况
T-01,2025年3月1日,2025/3/4 16:30,堆物,楼道堆放纸箱,巨塔花园/3幢,巨塔物业,已清走
T-02,2025-03-02 09:05,,堆物,"消防通道停车,影响通行",巨塔花园/4幢,,
T-03,２０２５年３月３日,2025-03-02,堆物,整改早于发现,巨塔花园/3幢,巨塔物业,
T-04,上周三,,不明,没有日期也没有类别,9幢,天外物业,
T-01,2025年3月1日,2025/3/4 16:30,堆物,楼道堆放纸箱,巨塔花园/3幢,巨塔物业,已清走
`
const MAPPING: Mapping = {
  key: { column: '编号' },
  reportedAt: { column: '发现日期' },
  closedAt: { column: '整改日期' },
  category: { column: '问题类型', values: { 堆物: '0101' } },
  description: { column: '问题描述' },
  place: { column: '点位' },
  unit: { column: '责任单位' },
  note: { column: '整改情况' },
}

interface Setting {
  readonly deps: TestDeps
  readonly community: SmallCommunity
  readonly admin: Caller
}

async function setting(): Promise<Setting> {
  const deps = await openHouse()
  const community = await buildCommunity(deps)
  return { deps, community, admin: await community.member('沈管理', ['admin', 'supervisor']) }
}

async function bring(
  { deps, admin }: Setting,
  words: string | Buffer,
  options: { mapping?: Mapping; dryRun?: boolean } = {},
): Promise<{ news: ImportNews[]; done: Extract<ImportNews, { type: 'done' }> }> {
  const news: ImportNews[] = []
  const file = Buffer.from(words)
  for await (const each of importNamed('findings', deps, admin, { file, dryRun: false, ...options }))
    news.push(each)
  return { news, done: news.at(-1) as Extract<ImportNews, { type: 'done' }> }
}

const counts = ({ done: { imported, known, refused } }: Awaited<ReturnType<typeof bring>>) => ({
  imported,
  known,
  refused,
})

describe('a ledger that a community brings along', () => {
  it('becomes findings at the moments that the ledger tells, in a journal and figures that add up', async () => {
    const house = await setting()
    const { deps, community, admin } = house
    expect(counts(await bring(house, LEDGER, { mapping: MAPPING }))).toEqual({
      imported: 2,
      known: 1,
      refused: 2,
    })

    const rows = await deps.db.read.findings.list({
      communityId: community.id,
      visible: { everything: true, reporterId: null, paths: [], unit: null },
      filter: {},
      sort: '-reportedAt',
      cursor: null,
      limit: 10,
    })
    const told = rows.map(({ state, source, description, reportedAt, closedAt, unitId }) => ({
      state,
      source,
      description,
      reportedAt: new Date(reportedAt).toISOString(),
      closedAt: closedAt && new Date(closedAt).toISOString(),
      unitId,
    }))
    expect(told).toContainEqual({
      state: 'closed',
      source: 'import',
      description: '楼道堆放纸箱',
      reportedAt: '2025-02-28T16:00:00.000Z',
      closedAt: '2025-03-04T08:30:00.000Z',
      unitId: community.units.property,
    })
    expect(told).toContainEqual(
      expect.objectContaining({
        state: 'dispatched',
        reportedAt: '2025-03-02T01:05:00.000Z',
        closedAt: null,
      }),
    )
    const { read } = deps.db
    expect((await checkIntegrity(read, community.id)).ok).toBe(true)
    expect((await recount(deps, community.id)).differences).toEqual([])
    const query = { from: '2025-03-01', to: '2025-04-01', countBy: 'event' } as const
    const summary = await summarise({ read, clock: deps.clock }, admin, query)
    expect(summary).toMatchObject({ reported: 2, closed: 1 })
    // What happened long ago is news to nobody.
    expect(await read.later.waitingOutbox(10)).toEqual([])
  })

  it('changes nothing when it is imported again, whole or after new rows were added', async () => {
    const house = await setting()
    await bring(house, LEDGER, { mapping: MAPPING })
    const head = await house.deps.db.read.journal.head(house.community.id)
    // The mapping was remembered.
    expect(counts(await bring(house, LEDGER))).toEqual({ imported: 0, known: 3, refused: 2 })
    const after = await house.deps.db.read.journal.head(house.community.id)
    expect(after?.seq).toBe(head?.seq)
    const longer = `${LEDGER}T-05,2025-03-05,,堆物,新的一行,巨塔花园/3幢,,\n`
    expect(counts(await bring(house, longer))).toEqual({ imported: 1, known: 3, refused: 2 })
  })

  it('names every row that stays out: which column, what was read, what to do', async () => {
    const house = await setting()
    const { news } = await bring(house, LEDGER, { mapping: MAPPING, dryRun: true })
    const rows = news.filter(each => each.type === 'row')
    expect(
      rows.map(({ line, problems }) => [line, problems.map(({ column, read }) => [column, read])]),
    ).toEqual([
      [4, [['整改日期', '2025-03-02']]],
      [
        5,
        [
          ['发现日期', '上周三'],
          ['问题类型', '不明'],
          ['点位', '9幢'],
          ['责任单位', '天外物业'],
        ],
      ],
    ])
    for (const { problems } of rows) for (const { zh, en } of problems) expect(zh && en).toBeTruthy()
    expect((await house.deps.db.read.journal.head(house.community.id))?.seq ?? 0).toBe(0)
  })

  it.each([
    ['UTF-8 with its mark', Buffer.from(`\ufeff${LEDGER}`)],
    [
      'tabs between the columns',
      Buffer.from(LEDGER.replaceAll('"', '').replaceAll('车,影', '车影').replaceAll(',', '\t')),
    ],
    [
      'an Excel sheet',
      workbook([
        ['编号', '发现日期', '类别', '位置'],
        [17, { excelDay: 45_717.5 }, '0101', '巨塔花园/3幢'],
      ]),
    ],
    // 编号,发现日期,类别,位置 / 1,2025-03-01,0101,巨塔花园/3幢
    [
      'GB18030',
      Buffer.from('seC6xSy3os/WyNXG2izA4LHwLM671sMKMSwyMDI1LTAzLTAxLDAxMDEsvt7L/ruo1LAvM7SxCg==', 'base64'),
    ],
  ] as const)('is read in %s', async (_, file) => {
    const house = await setting()
    const { news, done } = await bring(house, file, file.includes('T-01') ? { mapping: MAPPING } : {})
    expect(news[0]).toMatchObject({ headings: expect.arrayContaining(['编号', '发现日期']) })
    expect(done.imported).toBeGreaterThan(0)
  })

  it.each(['', '\n\n', 'PK\u0003\u0004 no workbook', '\u0000\u0001'])(
    'is refused as a file when it is %j',
    async words => {
      const house = await setting()
      await expect(bring(house, words)).rejects.toMatchObject({ code: 'import.file_unreadable' })
    },
  )

  it('asks for the columns that it cannot do without', async () => {
    const house = await setting()
    await expect(bring(house, '甲,乙\n1,2\n')).rejects.toMatchObject({ code: 'import.field_unmapped' })
  })
})

it.each([
  ['2025年3月1日 14:05', '2025-03-01T06:05:00.000Z'],
  ['2025/3/1 2:05 PM', '2025-03-01T06:05:00.000Z'],
  ['2025-03-01 下午2:05', '2025-03-01T06:05:00.000Z'],
  ['２０２５．３．１', '2025-02-28T16:00:00.000Z'],
  ['2025-03-01T14:05:09+08:00', '2025-03-01T06:05:09.000Z'],
  ['45717', '2025-02-28T16:00:00.000Z'],
  ['2025-02-30', null],
  ['上周三', null],
  ['2025-03-01 25:00', null],
])('%s is the moment %s in Shanghai', (words, moment) => {
  const at = readMoment(words, 'Asia/Shanghai')
  expect(at === null ? null : new Date(at).toISOString()).toBe(moment)
})
