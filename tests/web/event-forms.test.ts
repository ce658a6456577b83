import { describe, expect, it } from 'vitest'
import document from '../../src/http/openapi.json' with { type: 'json' }
import { EVENT_FORMS, formOf, inOrder, NOT_ASKED } from '../../src/web/finding/event-forms.ts'
import zh from '../../src/web/words/zh-CN/index.ts'

interface Branch {
  readonly properties: Readonly<Record<string, { enum?: string[] }>>
  readonly required: readonly string[]
}

const body =
  document.paths['/api/v1/findings/{id}/events'].post.requestBody.content['application/json'].schema
const branches = new Map(
  (body.oneOf as unknown as Branch[]).map(branch => [branch.properties.type?.enum?.[0] ?? '', branch]),
)
const fieldsOf = ({ properties }: Branch): string[] =>
  Object.keys(properties).filter(name => !['type', 'expectedVersion', ...NOT_ASKED].includes(name))

describe('the forms', () => {
  it('cover every event of the contract, field by field', () => {
    const contract = [...branches].map(([type, branch]) => [type, fieldsOf(branch).sort()])
    const forms = Object.entries(EVENT_FORMS).map(([type, fields]) => [
      type,
      fields.map(({ name }) => name).sort(),
    ])
    const byName = (a: unknown[], b: unknown[]): number => String(a[0]).localeCompare(String(b[0]))
    expect(forms.sort(byName)).toEqual(contract.sort(byName))
    expect(branches.size).toBeGreaterThan(30)
  })

  it('offer exactly the choices of the contract', () => {
    for (const [type, fields] of Object.entries(EVENT_FORMS))
      for (const { name, options } of fields) {
        if (options === undefined) continue
        const allowed = branches.get(type)?.properties[name]?.enum
        expect([type, name, [...options].sort()]).toEqual([type, name, [...(allowed ?? [])].sort()])
      }
  })

  it('have words for every event and every choice', () => {
    const words = zh as unknown as {
      event: Record<string, string>
      form: { options: Record<string, object> }
    }
    for (const [type, fields] of Object.entries(EVENT_FORMS)) {
      expect(words.event).toHaveProperty(type)
      for (const { options } of fields)
        for (const option of options ?? []) expect(words.form.options[type]).toHaveProperty(option)
    }
  })

  it('ask in plain words for what an unknown event of a newer server requires', () => {
    expect(formOf('grant', ['note'])).toEqual([{ name: 'note', kind: 'words' }])
  })

  it('put the step that moves the work on first, and what needs a special reason last', () => {
    const allowed = [
      { type: 'comment', requires: ['text'] },
      { type: 'rectify', requires: ['photoIds', 'note', 'waive'] },
      { type: 'check', requires: ['result'] },
    ]
    expect(inOrder(allowed).map(({ type }) => type)).toEqual(['check', 'comment', 'rectify'])
  })
})
