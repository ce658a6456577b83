import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/*
 * A Drizzle query runs when somebody awaits it; one that nobody awaits never runs, and says nothing. The linter cannot
 * see that through Drizzle's types, so this test reads the source: no statement may begin at a connection, a
 * transaction or a prepared statement and drop the promise.
 */

const ROOTS = new Set(['db', 'tx'])

/** Places where a query is begun and dropped. */
function dropped(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && isQuery(node.expression)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${path}:${line + 1}: ${node.getText().split('\n')[0]}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isQuery(call: ts.CallExpression): boolean {
  if (ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'execute') return true
  let root: ts.Expression = call
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) root = root.expression
  return ts.isIdentifier(root) && ROOTS.has(root.text) && root !== call.expression
}

describe('a query', () => {
  it('is awaited wherever it is begun', () => {
    const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'db', 'workers'], {
      encoding: 'utf8',
    })
    const sources = files.split('\n').filter(file => file.endsWith('.ts'))
    expect(sources.length).toBeGreaterThan(100)
    expect(sources.flatMap(file => dropped(file, readFileSync(file, 'utf8')))).toEqual([])
  })

  it.each([
    ['db.insert(findings).values(row)', true],
    ['tx.findings.insert(row)', true],
    ['append.execute(row)', true],
    ['await tx.findings.insert(row)', false],
    ['const rows = db.select().from(findings)', false],
    ['return tx.findings.find(id)', false],
    ['app.close()', false],
  ])('is told from other calls: %s', (statement, drops) => {
    expect(dropped('a.ts', `async function f() { ${statement} }`).length > 0).toBe(drops)
  })
})
