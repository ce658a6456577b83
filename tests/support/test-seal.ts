import { createSeal } from '../../src/app/sealing/seal.ts'

/** A seal over one key that every process of a test knows. */
export const testSeal = createSeal(() => [Buffer.alloc(32, 7)])
