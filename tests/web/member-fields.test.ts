import { describe, expect, it } from 'vitest'
import type { Member } from '../../src/web/api/client.ts'
import { bodyOfFields, fieldsOf } from '../../src/web/settings/members/member-fields.ts'

const ROOT = '0199aaaa-0000-7000-8000-000000000001'
const WANG = {
  id: '0199aaaa-0000-7000-8000-000000000002',
  communityId: '0199aaaa-0000-7000-8000-000000000003',
  name: '王秀兰',
  affiliation: 'resident',
  unitId: null,
  roles: [{ role: 'patroller', placeId: ROOT }],
  active: true,
  version: 3,
  login: 'wang',
  phone: '138****5678',
} as Member

describe('a member’s form', () => {
  it('does not send a masked number as if it were one', () => {
    const fields = { ...fieldsOf(WANG, ROOT), name: '王秀兰(3幢)' }
    expect(bodyOfFields(fields, WANG)).toEqual({
      name: '王秀兰(3幢)',
      affiliation: 'resident',
      unitId: null,
      roles: [{ role: 'patroller', placeId: null }],
    })
  })

  it('sends a number that was written anew, and null when it was taken out', () => {
    expect(bodyOfFields({ ...fieldsOf(WANG, ROOT), phone: ' 13900001111 ' }, WANG).phone).toBe('13900001111')
    expect(bodyOfFields({ ...fieldsOf(WANG, ROOT), phone: '' }, WANG).phone).toBeNull()
  })

  it('sends whatever a new member has', () => {
    expect(bodyOfFields({ ...fieldsOf(null, ROOT), name: '李四' }, null)).toMatchObject({
      name: '李四',
      phone: null,
    })
  })
})
