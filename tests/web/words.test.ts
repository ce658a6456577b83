import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { parse } from 'vue/compiler-sfc'
import { describeMachine } from '../../src/app/definitions/describe-machine.ts'
import en from '../../src/web/words/en/index.ts'
import enOfSettings from '../../src/web/words/en/settings.ts'
import zh from '../../src/web/words/zh-CN/index.ts'
import zhOfSettings from '../../src/web/words/zh-CN/settings.ts'

const room = fileURLToPath(new URL('../../src/web/', import.meta.url))
const files = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => /\.(vue|ts)$/.test(file) && file !== 'api/contract.ts')

type Tree = { [key: string]: string | Tree }

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(`${prefix}${key}`, value)
    else for (const [inner, words] of flatten(value, `${prefix}${key}.`)) flat.set(inner, words)
  }
  return flat
}

const chinese = flatten({ ...zh, ...zhOfSettings })
const english = flatten({ ...en, ...enOfSettings })
const blanks = (words: string): string[] => [...new Set(words.match(/\{\w+\}/g) ?? [])].sort()

describe('the language files', () => {
  it('hold the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('leave the same blanks to be filled in', () => {
    const differing = [...chinese].filter(
      ([key, words]) => blanks(words).join() !== blanks(english.get(key) ?? '').join(),
    )
    expect(differing).toEqual([])
  })

  it('write no @ that would be read as a link to another message', () => {
    const linked = [...chinese, ...english].filter(([, words]) => words.replaceAll("{'@'}", '').includes('@'))
    expect(linked).toEqual([])
  })

  it('hold every key that a page names', () => {
    const named = files.flatMap(file => {
      const text = readFileSync(`${room}${file}`, 'utf8')
      return [...text.matchAll(/\bt\('([\w.]+)'/g)].map(([, key]) => `${file}: ${key}`)
    })
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter(line => !chinese.has(line.split(': ')[1] ?? ''))).toEqual([])
  })
})

/** What a template shows without asking the language files: text, and the attributes that people hear or read. */
function spokenIn(source: string): string[] {
  const spoken: string[] = []
  const visit = (node: unknown): void => {
    const { type, content, props, children } = node as {
      type: number
      content?: unknown
      props?: { type: number; name: string; value?: { content: string } }[]
      children?: unknown[]
    }
    if (type === 2 && typeof content === 'string' && /\p{L}{2}/u.test(content)) spoken.push(content.trim())
    for (const { type: kind, name, value } of props ?? [])
      if (
        kind === 6 &&
        /^(alt|title|placeholder|aria-label|label)$/.test(name) &&
        /\p{L}/u.test(value?.content ?? '')
      )
        spoken.push(`${name}=${value?.content}`)
    for (const child of children ?? []) visit(child)
  }
  const { template } = parse(source).descriptor
  if (template?.ast) visit(template.ast)
  return spoken
}

/** Chinese in the strings of a script; comments don't count. */
function chineseIn(source: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && /\p{Script=Han}/u.test(node.text)) found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true))
  return found
}

describe('the pages', () => {
  it('tell every step of a finding’s life in its own words', () => {
    const untold = describeMachine('finding').events.filter(
      ({ type, system }) =>
        system !== 'machine' &&
        !chinese.has(`told.${type.replace('.', '_')}`) &&
        !chinese.has(`event.${type}`),
    )
    expect(untold.map(({ type }) => type)).toEqual([])
  })

  it('say nothing that is not in the language files', () => {
    const spoken = files
      .filter(file => file.endsWith('.vue'))
      .flatMap(file => spokenIn(readFileSync(`${room}${file}`, 'utf8')).map(words => `${file}: ${words}`))
    expect(spoken).toEqual([])
  })

  it('have no Chinese in their scripts', () => {
    // Each language is called by its own name, whichever is spoken.
    const scripts = files.filter(file => file !== 'words/words.ts')
    const found = scripts.flatMap(file => {
      const text = readFileSync(`${room}${file}`, 'utf8')
      const script = file.endsWith('.vue') ? (parse(text).descriptor.scriptSetup?.content ?? '') : text
      return chineseIn(script).map(words => `${file}: ${words}`)
    })
    expect(found).toEqual([])
  })

  it.each([
    ['<template><p>You can go</p></template>', ['You can go']],
    ['<template><img alt="a photo"></template>', ['alt=a photo']],
    ["<template><p>{{ t('app.name') }} · {{ n }}</p></template>", []],
  ])('are told from what asks: %s', (source, spoken) => {
    expect(spokenIn(source)).toEqual(spoken)
  })
})
