import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/* What this project takes from others: under which licences, which of it runs at installation, and why it is there. */

interface Locked {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly link?: boolean
}

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const locked = Object.entries(packages).filter(([path]) => path !== '')
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/**
 * What may run a script of its own when it is installed. better-sqlite3 and msgpackr-extract (optional, under bullmq)
 * bring or build a native module; esbuild, under the tools, checks its program.
 */
const MAY_RUN = ['better-sqlite3', 'esbuild', 'msgpackr-extract']

/** Licences under which a dependency may be passed on with the product. LGPL: libvips, linked as it is under sharp. */
const LICENCES = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'OFL-1.1',
]
const LIBVIPS = /^@img\/sharp-/
/** Packages that name theirs in a file instead of their description. */
const NAMED_ELSEWHERE: Readonly<Record<string, string>> = { 'png-js': 'MIT' }

describe('what comes from others', () => {
  it('runs a script at installation only where that is known and needed', () => {
    const running = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => nameOf(path))
    expect([...new Set(running)].sort()).toEqual(MAY_RUN)
  })

  it('may be passed on: every licence of what the product runs with is permissive', () => {
    const odd = locked
      .filter(([, { dev }]) => !dev)
      .filter(([path, { license }]) => {
        const words = license ?? NAMED_ELSEWHERE[nameOf(path)] ?? ''
        if (LIBVIPS.test(nameOf(path))) return false
        const choices = words.replace(/[()]/g, '').split(' OR ')
        return !choices.some(choice => choice.split(' AND ').every(each => LICENCES.includes(each)))
      })
      .map(([path, { license }]) => `${nameOf(path)}: ${license}`)
    expect(odd).toEqual([])
  })

  it('is what was once taken: every package by its hash', () => {
    expect(locked.filter(([, { integrity, link }]) => !integrity && !link).map(([path]) => path)).toEqual([])
  })

  it('is asked for by exact version, and the README says why each is there', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^\d/)
    const readme = read('README.md')
    // Families stand under one name: `@fastify/cookie`, `helmet`.
    const told = (name: string): boolean =>
      readme.includes(`\`${name}\``) || readme.includes(`\`${name.split('/')[1]}\``)
    expect(Object.keys(dependencies).filter(name => !told(name))).toEqual([])
  })
})
