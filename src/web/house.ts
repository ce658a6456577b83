import { type InjectionKey, inject, type ShallowRef, shallowRef, watch } from 'vue'
import { type Api, createApi, type Session } from './api/client.ts'
import { createSignal, type Signal, tellingFetch } from './api/signal.ts'
import { type Kept, openKept } from './keep/kept.ts'
import { createReference, type Reference } from './keep/reference.ts'
import { createOutbox, type Outbox } from './outbox/outbox.ts'
import { createSender } from './outbox/send-entry.ts'
import { createTurn } from './outbox/turn.ts'
import type { Preferences } from './people/preferences.ts'
import { createSignIn, type SignIn } from './people/session.ts'

/** What belongs to whoever is signed in. */
export interface MemberParts {
  readonly session: Session
  /** Whose lists these are; of the root administrator the community that was chosen, `null` before one was. */
  readonly communityId: string | null
  readonly kept: Kept
  readonly outbox: Outbox
  readonly reference: Reference
}

/** Everything the pages are handed. */
export interface House {
  readonly api: Api
  readonly preferences: Preferences
  readonly signIn: SignIn
  readonly signal: Signal['there']
  readonly member: Readonly<ShallowRef<MemberParts | null>>
}

/** Where the community that the root administrator works in lies between two visits. */
export const CHOSEN_COMMUNITY = 'xuncha.community'

const HOUSE: InjectionKey<House> = Symbol('house')

export { HOUSE }

/** Puts the parts together; the only place that knows them all. */
export function createHouse(preferences: Preferences): House {
  const language = (): string => preferences.language
  const signal = createSignal()
  const ask = tellingFetch(signal)
  const api = createApi({ language, onSignedOut: () => signIn.forget(), fetch: ask })
  const signIn: SignIn = createSignIn(api)
  const member = shallowRef<MemberParts | null>(null)

  const partsOf = (session: Session): MemberParts => {
    const kept = openKept(session.member.id)
    const send = createSender({ kept, fetch: ask, language })
    const alone = createTurn(`xuncha-outbox-${session.member.id}`)
    const communityId = session.communityId ?? localStorage.getItem(CHOSEN_COMMUNITY)
    const reference = createReference(api, kept, { communityId })
    return {
      session,
      communityId,
      kept,
      outbox: createOutbox({ kept, send, alone, now: Date.now }),
      reference,
    }
  }

  watch(
    signIn.current,
    session => {
      if (session?.member.id === member.value?.session.member.id) {
        if (session && member.value) member.value = { ...member.value, session }
        return
      }
      member.value?.kept.close()
      member.value = session && partsOf(session)
    },
    { flush: 'sync', immediate: true },
  )
  return { api, preferences, signIn, signal: signal.there, member }
}

export function useHouse(): House {
  const house = inject(HOUSE)
  if (!house) throw new Error('no house was provided')
  return house
}

/** The parts of whoever is signed in; only for pages behind the sign-in. */
export function useMember(): MemberParts & Pick<House, 'api' | 'preferences'> {
  const { api, preferences, member } = useHouse()
  if (!member.value) throw new Error('nobody is signed in')
  return { api, preferences, ...member.value }
}
