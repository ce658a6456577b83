import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CATALOGUE } from '../app/catalogue.ts'
import { describeMachine } from '../app/definitions/describe-machine.ts'
import { drawMachine } from '../app/definitions/draw-machine.ts'
import { compose } from '../compose.ts'
import { SETTINGS } from '../config.ts'
import { STATUS_OF } from '../http/problem.ts'
import { buildServer } from '../http/server.ts'
import { generateHolidays } from './generate-holidays.ts'
import { generateInitials } from './generate-initials.ts'

/*
 * Writes what is generated and committed: the OpenAPI document, the error reference, the public holidays, the
 * pinyin initials, and the marked blocks of the READMEs. CI runs it and fails when something differs. Runs from the top of the project.
 */

async function openapi(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-generate-'))
  const deps = await compose({ dataDirectory: directory })
  try {
    const app = await buildServer(deps, { logger: false, publicOrigin: null })
    await app.ready()
    const document = JSON.stringify(app.swagger(), null, 2)
    await app.close()
    return `${document}\n`
  } finally {
    await deps.close()
    await rm(directory, { recursive: true, force: true })
  }
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

function errorReference(): string {
  const rows = Object.entries(CATALOGUE)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { kind, zh, en }]) => {
      const words = [zh, en].map(([title, detail]) => `**${cell(title)}** ${cell(detail)}`)
      return `| \`${code}\` | ${STATUS_OF[kind]} | ${words.join(' | ')} |`
    })
  return [
    '# 错误代码 · Error codes',
    '',
    'Generated from `src/app/catalogue.ts` by `npm run generate`. A problem body (RFC 9457) carries the code; `title`',
    'and `detail` come in the reader’s language (`Accept-Language`).',
    '',
    '| code | status | 中文 | English |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function settingsTable(): string {
  const rows = Object.values(SETTINGS).map(
    ({ env, fallback, zh, en }) =>
      `| \`${env}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${cell(zh)} | ${cell(en)} |`,
  )
  return ['| variable | default | 中文 | English |', '|---|---|---|---|', ...rows].join('\n')
}

const diagram = (name: 'finding' | 'patrol'): string =>
  `\`\`\`mermaid\n${describeMachine(name).mermaid.trim()}\n\`\`\``

/** The way through the states alone: without what changes nothing, and the forced close that is possible everywhere. */
function mainRoad(): string {
  const { mermaid: _, ...machine } = describeMachine('finding')
  const transitions = machine.transitions.filter(
    ({ from, to, event, region }) => region === 'work' && from !== to && event !== 'force_close',
  )
  const states = machine.states.filter(({ region, name }) => region === 'work' && name !== 'draft')
  const kept = transitions.filter(({ from }) => from !== 'draft')
  const road = drawMachine({ ...machine, states, transitions: kept, initial: ['reported', 'self_handled'] })
  return `\`\`\`mermaid\n${road.trim()}\n\`\`\``
}

/** Replaces what stands between `<!-- generated: name -->` and `<!-- end -->`. */
async function fillBlocks(file: string, blocks: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(file, 'utf8')
  for (const [name, content] of Object.entries(blocks)) {
    const start = `<!-- generated: ${name} -->`
    const from = text.indexOf(start)
    const to = text.indexOf('<!-- end -->', from)
    if (from < 0 || to < 0) throw new Error(`${file} has no block ${start} … <!-- end -->`)
    text = `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`
  }
  await writeFile(file, text)
}

await writeFile('src/app/community/holidays-cn.json', await generateHolidays())
await writeFile('src/web/report/initials.json', generateInitials())
await writeFile('src/http/openapi.json', await openapi())
await writeFile('src/http/errors.md', errorReference())
await fillBlocks('README.md', { settings: settingsTable(), finding: mainRoad() })
await fillBlocks('machines/README.md', { finding: diagram('finding'), patrol: diagram('patrol') })
