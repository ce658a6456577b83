import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A source as the rules see it: path from the project root with `/`, and its text. */
interface Source {
  path: string
  text: string
}

/** One import: what is written, the file it means (own files only), and whether it is gone at run time. */
interface Import {
  specifier: string
  target: string | undefined
  typeOnly: boolean
}

/** First match wins, so the single files and the web app stand before the room `src`. */
const rooms: ReadonlyArray<readonly [room: string, files: RegExp]> = [
  ['main', /^src\/main\.ts$/],
  ['compose', /^src\/compose\.ts$/],
  ['config', /^src\/config\.ts$/],
  ['files', /^src\/files\.ts$/],
  ['app', /^src\/app\//],
  ['http', /^src\/http\//],
  ['cli', /^src\/cli\//],
  ['web', /^src\/web\//],
  ['machines', /^machines\//],
  ['db', /^db\//],
  ['workers', /^workers\//],
]

/** A room, or of a room only the names of states, or only its types. */
type Allowed = { room: string; only?: 'state names' | 'types and state names' }

const everything: Allowed[] = rooms.map(([room]) => ({ room }))

/** Who may import whom; a room may always import itself. What is not here is forbidden. */
const directions: Record<string, Allowed[]> = {
  main: everything,
  compose: everything,
  config: [],
  files: [],
  // An operator's command starts the way the program does: settings, then dependencies.
  // The generators draw the machines' diagrams.
  cli: [{ room: 'app' }, { room: 'compose' }, { room: 'config' }, { room: 'machines' }, { room: 'http' }],
  // GET /machines shows the definitions; the pages of the first start are read from where they lie.
  http: [{ room: 'app' }, { room: 'machines' }, { room: 'files' }],
  workers: [{ room: 'app' }],
  app: [{ room: 'machines' }, { room: 'db' }],
  db: [{ room: 'machines', only: 'types and state names' }],
  machines: [],
  // Labels for states; everything else the web app asks over HTTP.
  web: [{ room: 'machines', only: 'state names' }],
}

/** What may be imported from npm or Node only in one room: SQL lives in db. */
const databasePackages = /^(drizzle-orm|better-sqlite3|pg)(\/|$)/

/** Other programs are started in one place, with arguments and never through a shell (ASVS 5.0 V1.2.5). */
const startsPrograms = /^(node:)?child_process$/
const STARTER = 'db/postgres-tools.ts'
const shellish = /^(exec|execSync|shell)$/

/** Machines are pure: the time, ids and anything that happens later are handed in or asked for as effects. */
const impureNames = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'fetch',
  'Promise',
])

/** Every breach of the rules in these sources, one readable line each. Files under tests are exempt. */
function findBreaches(sources: Source[]): string[] {
  const judged = sources.filter(source => !source.path.startsWith('tests/'))
  const read = judged.map(source => ({ path: source.path, ...readSource(source) }))
  return [
    ...read.flatMap(({ path: file, imports }) => imports.flatMap(each => judgeImport(file, each) ?? [])),
    ...read.flatMap(({ path: file, mentions }) => mentions.map(mention => `${file}: ${mention}`)),
    ...findCycles(new Map(read.map(({ path: file, imports }) => [file, imports]))),
  ]
}

function judgeImport(file: string, { specifier, target, typeOnly }: Import): string | undefined {
  const from = roomOf(file)
  if (from === undefined) return `${file}: stands in no room of the house`
  if (target === undefined) {
    if (from === 'machines' && !/^xstate(\/|$)/.test(specifier))
      return `${file}: machines import only xstate, not ${specifier}`
    if (from !== 'db' && databasePackages.test(specifier)) return `${file}: only db imports ${specifier}`
    if (file !== STARTER && startsPrograms.test(specifier)) return `${file}: only ${STARTER} starts programs`
    return undefined
  }
  const to = roomOf(target)
  // Outside the rooms nothing is built, so at run time such a file would be missing.
  if (to === undefined) return `${file}: ${target} stands in no room of the house`
  if (from === to) return undefined
  const allowed = directions[from]?.find(({ room }) => room === to)
  const stateNames = /^machines\/(.+\/)?(states|counters)\.ts$/.test(target)
  if (allowed === undefined) return `${file}: ${from} must not import ${to} (${target})`
  if (allowed.only === undefined || stateNames) return undefined
  if (allowed.only === 'types and state names' && typeOnly) return undefined
  return `${file}: ${from} may import only ${allowed.only} of ${to} (${target})`
}

function roomOf(file: string): string | undefined {
  return rooms.find(([, files]) => files.test(file))?.[0]
}

/** The imports of a source and the forbidden things that it mentions; comments and strings don't count. */
function readSource({ path: file, text }: Source): { imports: Import[]; mentions: string[] } {
  const imports: Import[] = []
  const mentions: string[] = []
  const pure = roomOf(file) === 'machines'
  const mayReadEnvironment = roomOf(file) === 'config'

  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    const written = specifier.text
    const own = written.startsWith('.')
    const target = own ? path.posix.join(path.posix.dirname(file), written) : undefined
    imports.push({ specifier: written, target, typeOnly })
  }

  const visit = (node: ts.Node): void => {
    // `import { type A }` leaves an import behind at run time (verbatimModuleSyntax); only `import type` doesn't.
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
      if (!mayReadEnvironment && importsEnvironment(node))
        mentions.push('only src/config.ts reads process.env')
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true)
    else if (ts.isExternalModuleReference(node)) add(node.expression, false)
    else if (ts.isCallExpression(node) && isImportCall(node)) add(node.arguments[0], false)
    else if (!mayReadEnvironment && readsEnvironment(node))
      mentions.push('only src/config.ts reads process.env')
    if (file === STARTER && ts.isIdentifier(node) && shellish.test(node.text))
      mentions.push(`no command line goes through a shell: ${node.text}`)
    if (pure) mentions.push(...impurities(node).map(name => `machines are pure, so no ${name}`))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return { imports, mentions }
}

function isImportCall(call: ts.CallExpression): boolean {
  const callee = call.expression
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

/** `process.env`, `process['env']`, `const { env } = process`. */
function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return isNamed(node.expression, 'process') && node.name.text === 'env'
  if (ts.isElementAccessExpression(node)) {
    const key = node.argumentExpression
    return isNamed(node.expression, 'process') && ts.isStringLiteralLike(key) && key.text === 'env'
  }
  return (
    ts.isVariableDeclaration(node) &&
    isNamed(node.initializer, 'process') &&
    ts.isObjectBindingPattern(node.name) &&
    node.name.elements.some(({ name, propertyName }) => isNamed(propertyName ?? name, 'env'))
  )
}

/** `import { env } from 'node:process'`. */
function importsEnvironment({ moduleSpecifier, importClause }: ts.ImportDeclaration): boolean {
  const names = importClause?.namedBindings
  return (
    ts.isStringLiteral(moduleSpecifier) &&
    /^(node:)?process$/.test(moduleSpecifier.text) &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.some(({ name, propertyName }) => isNamed(propertyName ?? name, 'env'))
  )
}

function impurities(node: ts.Node): string[] {
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && !node.arguments?.length)
    return ['new Date()']
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return ['Date()']
  if (ts.isPropertyAccessExpression(node)) {
    const { expression, name } = node
    if (isNamed(expression, 'Date') && name.text === 'now') return ['Date.now']
    if (isNamed(expression, 'Math') && name.text === 'random') return ['Math.random']
  }
  if (ts.isAwaitExpression(node)) return ['await']
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return ['async']
  return ts.isIdentifier(node) && impureNames.has(node.text) && !isMemberName(node) ? [node.text] : []
}

/** The name after the dot or before the colon: a field called `crypto` is a word, not the thing. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    (ts.isPropertyAccessExpression(parent) &&
      parent.name === node &&
      !isNamed(parent.expression, 'globalThis')) ||
    ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node)
  )
}

function isNamed(node: ts.Node | undefined, name: string): boolean {
  return node !== undefined && ts.isIdentifier(node) && node.text === name
}

/**
 * Import cycles of run time. Each file is entered once; meeting a file that is still open closes a cycle, and the
 * open files between the two are its members.
 */
function findCycles(files: Map<string, Import[]>): string[] {
  const cycles: string[] = []
  const done = new Set<string>()
  const open: string[] = []
  const enter = (file: string) => {
    const start = open.indexOf(file)
    if (start >= 0) cycles.push(`import cycle: ${[...open.slice(start), file].join(' -> ')}`)
    if (start >= 0 || done.has(file)) return
    open.push(file)
    for (const { target, typeOnly } of files.get(file) ?? []) {
      if (target !== undefined && !typeOnly && files.has(target)) enter(target)
    }
    open.pop()
    done.add(file)
  }
  for (const file of files.keys()) enter(file)
  return cycles
}

/** A page's imports stand in its script. */
function scriptOf(file: string, text: string): string {
  return file.endsWith('.vue') ? (/<script[^>]*>(.*?)<\/script>/s.exec(text)?.[1] ?? '') : text
}

function readRooms(): Source[] {
  const folders = ['src', 'machines', 'db', 'workers'].filter(folder => existsSync(path.join(root, folder)))
  return folders.flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(file => `${folder}/${file.replaceAll(path.sep, '/')}`)
      .filter(file => /\.(ts|vue)$/.test(file) && !file.includes('/node_modules/'))
      .sort()
      .map(file => ({ path: file, text: scriptOf(file, readFileSync(path.join(root, file), 'utf8')) })),
  )
}

describe('imports run in one direction', () => {
  it('in the whole house', () => {
    const sources = readRooms()
    expect(sources.length).toBeGreaterThan(0)
    expect(findBreaches(sources)).toEqual([])
  })
})

describe('the rules themselves', () => {
  const forbidden: Array<[title: string, file: string, text: string]> = [
    ['http reaching into db', 'src/http/a.ts', `import { open } from '../../db/sqlite.ts'`],
    ['http reaching into workers', 'src/http/findings.ts', `import { wake } from '../../workers/wake.ts'`],
    ['http reading the settings', 'src/http/server.ts', `import { config } from '../config.ts'`],
    ['a command reaching into db', 'src/cli/recount.ts', `import { open } from '../../db/sqlite.ts'`],
    ['workers reaching into db', 'workers/fire-timers.ts', `import type { Timer } from '../db/database.ts'`],
    ['workers reaching into machines', 'workers/fire.ts', `import { step } from '../machines/step.ts'`],
    ['a use case asking http', 'src/app/register.ts', `import { problem } from '../http/problem.ts'`],
    ['a use case asking a worker', 'src/app/register.ts', `import { wake } from '../../workers/wake.ts'`],
    ['a use case reading the settings', 'src/app/register.ts', `import type { Config } from '../config.ts'`],
    ['db using a machine', 'db/stores/findings.ts', `import { step } from '../../machines/step.ts'`],
    ['db with an inline type only', 'db/a.ts', `import { type Saved } from '../machines/step.ts'`],
    ['db asking a use case', 'db/sqlite.ts', `export { AppError } from '../src/app/errors.ts'`],
    ['a machine remembering', 'machines/step.ts', `import type { Writer } from '../db/database.ts'`],
    ['a machine with a Node module', 'machines/step.ts', `import { hash } from 'node:crypto'`],
    ['a machine with a package', 'machines/calendar.ts', `import days from 'chinese-days'`],
    ['the web app using a machine', 'src/web/labels.ts', `import { step } from '../../machines/step.ts'`],
    ['the web app using a use case', 'src/web/page.ts', `import type { View } from '../app/view.ts'`],
    ['an import made while running', 'src/http/a.ts', `const db = await import('../../db/sqlite.ts')`],
    ['an import in a type', 'machines/step.ts', `type Tx = import('../db/database.ts').Writer`],
    ['an import through require', 'src/http/a.ts', `const db = require('../../db/sqlite.ts')`],
    ['a file outside the rooms', 'src/main.ts', `import about from '../package.json' with { type: 'json' }`],
    ['a file in no room', 'src/utils.ts', `import 'node:fs'`],
    ['Drizzle outside db', 'src/app/register.ts', `import { eq } from 'drizzle-orm'`],
    ['the driver outside db', 'src/compose.ts', `import Database from 'better-sqlite3'`],
    ['settings by the way', 'src/app/register.ts', `const key = process.env.KEY`],
    ['settings by a detour', 'src/main.ts', `const { env } = process`],
    ['settings by import', 'src/main.ts', `import { env as settings } from 'node:process'`],
    ['the clock in a machine', 'machines/step.ts', `const now = Date.now()`],
    ['today in a machine', 'machines/step.ts', `const now = new Date()`],
    ['chance in a machine', 'machines/step.ts', `const id = Math.random()`],
    ['waiting in a machine', 'machines/step.ts', `setTimeout(() => {}, 1)`],
    ['waiting by a detour', 'machines/step.ts', `globalThis.setTimeout(() => {}, 1)`],
    ['ids in a machine', 'machines/step.ts', `const id = crypto.randomUUID()`],
    ['a program started anywhere', 'src/app/a.ts', `import { spawn } from 'node:child_process'`],
    ['a command line', 'db/postgres-tools.ts', `import { exec } from 'node:child_process'`],
    ['a shell', 'db/postgres-tools.ts', `spawn('pg_dump', [name], { shell: true })`],
    ['a promise in a machine', 'machines/step.ts', `export async function decide() {}`],
  ]
  it.each(forbidden)('catch %s', (_title, file, text) => {
    expect(findBreaches([{ path: file, text }])).not.toEqual([])
  })

  it('catch a cycle and name the files on it', () => {
    const sources = [
      { path: 'src/app/a.ts', text: `import { b } from './b.ts'` },
      { path: 'src/app/b.ts', text: `export { c } from './c.ts'` },
      { path: 'src/app/c.ts', text: `const a = () => import('./a.ts')` },
    ]
    expect(findBreaches(sources)).toEqual([
      'import cycle: src/app/a.ts -> src/app/b.ts -> src/app/c.ts -> src/app/a.ts',
    ])
  })

  const allowed: Array<[title: string, file: string, text: string]> = [
    ['a route calling a use case', 'src/http/findings.ts', `import { register } from '../app/register.ts'`],
    ['a route showing a machine', 'src/http/a.ts', `import { versions } from '../../machines/versions.ts'`],
    ['a command being composed', 'src/cli/recount.ts', `import { compose } from '../compose.ts'`],
    ['a worker calling a use case', 'workers/fire.ts', `import { fire } from '../src/app/fire.ts'`],
    ['a use case deciding', 'src/app/a.ts', `import { step } from '../../machines/step.ts'`],
    ['a use case remembering', 'src/app/a.ts', `import type { Writer } from '../../db/database.ts'`],
    ['db with the types of a machine', 'db/a.ts', `import type { Effect } from '../machines/effects.ts'`],
    ['db with state names', 'db/a.ts', `import { states } from '../machines/finding/states.ts'`],
    ['the web app with state names', 'src/web/a.ts', `import '../../machines/finding/states.ts'`],
    ['compose knowing an adapter', 'src/compose.ts', `import { open } from '../db/sqlite.ts'`],
    ['compose knowing a worker', 'src/compose.ts', `import '../workers/in-process-queue.ts'`],
    ['a program with its arguments', 'db/postgres-tools.ts', `import { spawn } from 'node:child_process'`],
    ['settings where they belong', 'src/config.ts', `export const port = process.env.PORT`],
    ['a machine reading a date it was given', 'machines/calendar.ts', `const day = new Date(given.crypto)`],
    ['a machine speaking of the clock', 'machines/step.ts', `// never Date.now()\nconst a = 'setTimeout'`],
    ['tests, which may look everywhere', 'tests/db/a.test.ts', `import '../../db/sqlite.ts'; process.env.A`],
  ]
  it.each(allowed)('let %s pass', (_title, file, text) => {
    expect(findBreaches([{ path: file, text }])).toEqual([])
  })

  it('let two files know each other by type', () => {
    const sources = [
      { path: 'src/app/a.ts', text: `import type { B } from './b.ts'` },
      { path: 'src/app/b.ts', text: `import { a } from './a.ts'` },
    ]
    expect(findBreaches(sources)).toEqual([])
  })
})
