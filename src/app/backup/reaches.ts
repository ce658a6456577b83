import type { Head } from '../deps.ts'

/**
 * Whether one reading of the chains contains another one: every chain is there, stands as far or further, and where it
 * stands at the same place it is the same chain.
 */
export function reaches(later: readonly Head[], earlier: readonly Head[]): boolean {
  const known = new Map(later.map(head => [head.communityId, head]))
  return earlier.every(head => {
    const now = known.get(head.communityId)
    return (
      now !== undefined &&
      now.seq >= head.seq &&
      now.auditSeq >= head.auditSeq &&
      (now.seq > head.seq || now.hash === head.hash) &&
      (now.auditSeq > head.auditSeq || now.auditHash === head.auditHash)
    )
  })
}
