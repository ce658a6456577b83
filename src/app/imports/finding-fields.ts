import type { Fields } from './columns.ts'

/** The columns of a ledger of findings. */
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
} as const satisfies Fields
