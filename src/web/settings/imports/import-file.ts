import { type Api, bodyOf } from '../../api/client.ts'
import { type Problem, Refused } from '../../api/problem.ts'

export const IMPORT_KINDS = ['places', 'units', 'members', 'findings'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** What a column can mean, as the interface names it. */
export const IMPORT_FIELDS: Readonly<Record<ImportKind, readonly string[]>> = {
  places: ['path', 'parent', 'kind'],
  units: ['name', 'kind'],
  members: ['login', 'name', 'phone', 'affiliation', 'roles', 'unit', 'place', 'password'],
  findings: [
    'key',
    'reportedAt',
    'closedAt',
    'category',
    'description',
    'place',
    'address',
    'lat',
    'lng',
    'unit',
    'note',
  ],
}

interface Source {
  column?: string
  constant?: string
  /** What the list's own words stand for. */
  values?: Record<string, string>
}
export type Mapping = Record<string, Source>

interface RowProblem {
  readonly field: string
  readonly column: string | null
  readonly read: string
  readonly zh: string
  readonly en: string
}

export interface Counts {
  readonly read: number
  readonly rows: number
  readonly imported: number
  readonly known: number
  readonly refused: number
}

/** What the server says while it reads a file, a line each. */
export type News =
  | {
      readonly type: 'mapping'
      readonly headings: readonly string[]
      readonly mapping: Mapping
      readonly rows: number
    }
  | { readonly type: 'row'; readonly line: number; readonly problems: readonly RowProblem[] }
  | ({ readonly type: 'progress' | 'done' } & Counts)
  | { readonly type: 'failed'; readonly problem: Problem }

/** Cuts a stream of bytes into its lines of JSON; what comes in pieces is put together, also within a character. */
export async function* newsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<News> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield JSON.parse(line) as News
  }
  if (rest !== '') yield JSON.parse(rest) as News
}

/* Not every browser can walk through a stream by itself. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}

/** Sends a file on trial or in earnest; throws `Refused` when something is wrong with the file as a whole. */
export async function* importFile(
  api: Api,
  asked: {
    readonly kind: ImportKind
    readonly file: File
    readonly mapping: Mapping | null
    readonly dryRun: boolean
    readonly communityId: string | null
  },
): AsyncGenerator<News> {
  const { kind, file, mapping, dryRun, communityId } = asked
  const form = new FormData()
  if (mapping) form.append('mapping', JSON.stringify(mapping))
  form.append('file', file)
  const query = { dryRun, ...(communityId ? { communityId } : {}) }
  const answer = await bodyOf(
    api.POST('/api/v1/imports/{kind}', {
      params: { path: { kind }, query },
      body: form as never,
      bodySerializer: body => body,
      parseAs: 'stream',
    }),
  )
  for await (const news of newsOf(chunksOf(answer as ReadableStream<Uint8Array>))) {
    if (news.type === 'failed') throw new Refused(news.problem)
    yield news
  }
}
