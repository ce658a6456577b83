import { join } from 'node:path'
import { systemChance } from '../../src/app/chance.ts'
import type { Database } from '../../src/app/deps.ts'
import { createPasswords } from '../../src/app/people/passwords.ts'
import { createDiskPhotoFiles } from '../../src/app/photos/disk-photo-files.ts'
import { readKeyFile } from '../../src/app/sealing/key-file.ts'
import { createSeal } from '../../src/app/sealing/seal.ts'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { keyFileOf } from '../../src/compose.ts'
import { buildCommunity } from './community.ts'
import { createMember, type Named, type Person } from './people.ts'

/** A community with findings that its property unit has not yet received, each of which will be reminded of. */
export interface ManyFindings {
  readonly communityId: string
  /** Hears that they have not been received. */
  readonly managerId: string
  readonly placeId: string
  /** Somebody who may report and see findings. */
  readonly coordinator: Person
}

/** Writes such a community into a database, on the clock of this machine; sealed with the key of this data directory. */
export async function writeManyFindings(
  db: Database,
  directory: string,
  count: number,
  coordinating: Named = {},
): Promise<ManyFindings> {
  const seal = createSeal(() => readKeyFile(keyFileOf({ dataDirectory: directory })))
  const deps = {
    db,
    clock: { now: Date.now },
    chance: systemChance,
    passwords: createPasswords({}),
    seal,
    photoFiles: createDiskPhotoFiles({ directory: join(directory, 'photos'), seal }),
    communityTimeZone: 'Asia/Shanghai',
    outside: { mail: false, addresses: createOutwardAddresses({ allow: [] }) },
  }
  const community = await buildCommunity(deps)
  const property = { unitId: community.units.property, affiliation: 'property' } as const
  const manager = await community.member('李经理', ['unit_manager'], property)
  const coordinator = await createMember(deps, community.id, {
    name: '陈社工',
    ...coordinating,
    affiliation: 'community',
    roles: [{ role: 'coordinator', placeId: community.rootPlaceId }],
  })
  const volunteer = await community.member('王阿姨', ['patroller'])
  const photoIds = [await community.photo(volunteer)]
  for (let written = 0; written < count; written += 500) {
    const share = { length: Math.min(500, count - written) }
    await Promise.all(Array.from(share, () => community.report(volunteer, { photoIds })))
  }
  return {
    communityId: community.id,
    managerId: manager.memberId,
    placeId: community.places.floor.id,
    coordinator,
  }
}
