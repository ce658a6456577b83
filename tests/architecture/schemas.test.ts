import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, it } from 'vitest'

/* The server trusts its own schemas; whether they are schemas at all is asked here. */

const DOCUMENT = new URL('../../src/http/openapi.json', import.meta.url)

/** Every schema of the document: what bodies, answers and parameters are held against. */
function schemasIn(part: unknown, where: string): [string, object][] {
  if (part === null || typeof part !== 'object') return []
  return Object.entries(part).flatMap(([name, value]) =>
    name === 'schema' && typeof value === 'object' && value !== null
      ? [[where, value] as [string, object]]
      : schemasIn(value, `${where}/${name}`),
  )
}

it('every schema of the interface is a JSON schema', () => {
  const { paths, components } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as {
    paths: unknown
    components: { schemas: Record<string, object> }
  }
  const schemas = [...Object.entries(components.schemas), ...schemasIn(paths, '')]
  expect(schemas.length).toBeGreaterThan(300)
  const ajv = new Ajv({ strict: false, logger: false })
  const wrong = schemas.flatMap(([where, schema]) =>
    ajv.validateSchema(schema) ? [] : [`${where}: ${ajv.errorsText()}`],
  )
  expect(wrong).toEqual([])
})
