import { define } from './entry.ts'

/** Errors of bringing a ledger along. */
export const IMPORTS = define({
  'import.file_unreadable': {
    kind: 'refused',
    zh: ['文件无法读取', '{trouble}。请上传 .xlsx 或 .csv 文件,第一行为表头。'],
    en: [
      'The file cannot be read',
      'The trouble: {trouble}. Upload an .xlsx or a .csv file whose first line has the headings.',
    ],
  },
  'import.file_missing': {
    kind: 'malformed',
    zh: ['没有文件', '请在 multipart 的 file 字段中上传台账。'],
    en: ['There is no file', 'Upload the ledger in the multipart field “file”.'],
  },
  'import.mapping_invalid': {
    kind: 'malformed',
    zh: ['列对应关系格式有误', 'mapping 须为 JSON,例如 {example}。'],
    en: ['The mapping cannot be read', '“mapping” is JSON, such as {example}.'],
  },
  'import.field_unmapped': {
    kind: 'refused',
    zh: ['有必填项没有对应的列', '请为 {fields} 指定列(column)或固定值(constant)。'],
    en: ['A field that is needed comes from no column', 'Give {fields} a column or a constant.'],
  },
})
