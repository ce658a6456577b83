import type { Reader } from '../deps.ts'
import { inPages } from '../in-pages.ts'
import { checkIntegrity, type Integrity } from './check-integrity.ts'

/** What belongs to no community: the root administrator's audit log. */
const INSTALLATION = { id: '', name: '系统 · installation' }

/** Checks every community, and what belongs to none, one after another. */
export async function* checkAll(
  read: Reader,
): AsyncGenerator<{ readonly id: string; readonly name: string; readonly integrity: Integrity }> {
  const communities = inPages<{ id: string; name: string }>((last, limit) =>
    read.setup.listCommunities(last?.id ?? '', limit),
  )
  yield { ...INSTALLATION, integrity: await checkIntegrity(read, INSTALLATION.id) }
  for await (const { id, name } of communities) yield { id, name, integrity: await checkIntegrity(read, id) }
}

/** What is wrong with a community's memory, in a line for the operator; `null` when nothing is. */
export function faultOf(name: string, integrity: Integrity): string | null {
  if (integrity.ok) return null
  const differing = [...integrity.findings.differing, ...integrity.patrols.differing]
  const which =
    differing.length === 0 ? '' : ` (${differing.slice(0, 5).join(', ')}${differing.length > 5 ? ', …' : ''})`
  const parts = [
    integrity.journal.ok ? null : '台账的链不完整 the chain of the journal is broken',
    integrity.audit.ok ? null : '审计日志的链不完整 the chain of the audit log is broken',
    differing.length === 0
      ? null
      : `${differing.length} 条记录与台账不符 records differ from the journal${which}`,
  ].filter(part => part !== null)
  return `${name}: ${parts.join('; ')}`
}
