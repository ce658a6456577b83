/** What a column of a ledger can mean, with the headings by which it is known. */
export const FINDING_FIELDS = {
  key: {
    required: false,
    headings: ['编号', '序号', '工单号', '案卷号', 'id', 'key', 'request_id', 'number'],
  },
  reportedAt: {
    required: true,
    headings: ['发现时间', '发现日期', '上报时间', '巡查日期', '日期', 'reported', 'created_date', 'date'],
  },
  closedAt: {
    required: false,
    headings: ['整改时间', '整改日期', '完成时间', '办结时间', '结案时间', 'closed', 'closed_date'],
  },
  category: { required: true, headings: ['问题类别', '问题类型', '类别', 'category', 'type'] },
  description: { required: false, headings: ['问题描述', '问题', '描述', '内容', 'description'] },
  place: { required: false, headings: ['点位', '位置', '楼栋', 'place'] },
  address: { required: false, headings: ['地址', '详细地址', '发现地点', '地点', 'address'] },
  lat: { required: false, headings: ['纬度', 'latitude', 'lat'] },
  lng: { required: false, headings: ['经度', 'longitude', 'lng'] },
  unit: { required: false, headings: ['责任单位', '整改单位', '责任部门', 'unit'] },
  note: { required: false, headings: ['整改情况', '整改措施', '处理结果', '备注', 'note'] },
} as const satisfies Record<string, { required: boolean; headings: readonly string[] }>

export type FindingField = keyof typeof FINDING_FIELDS
export const FINDING_FIELD_NAMES = Object.keys(FINDING_FIELDS) as FindingField[]

/** Where a field comes from: a column, or the same words for every row; and what the ledger's own words stand for. */
interface FieldSource {
  readonly column?: string
  readonly constant?: string
  readonly values?: Readonly<Record<string, string>>
}
export type FindingMapping = Partial<Readonly<Record<FindingField, FieldSource>>>

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s:*_-]/g, '')

/** What the headings themselves say; a field that no heading names is left out. */
export function guessMapping(headings: readonly string[]): FindingMapping {
  const guessed = FINDING_FIELD_NAMES.flatMap(field => {
    for (const known of FINDING_FIELDS[field].headings) {
      const column = headings.find(heading => plain(heading) === plain(known))
      if (column !== undefined) return [[field, { column }] as const]
    }
    return []
  })
  return Object.fromEntries(guessed)
}
