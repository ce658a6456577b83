import { reactive, watch } from 'vue'
import { LANGUAGES, type Language, speak } from '../words/words.ts'

/** How somebody wants to read: stays on this device, also when nobody is signed in. */
export interface Preferences {
  language: Language
  text: 'normal' | 'large'
  theme: 'system' | 'light' | 'dark'
}

const PLACE = 'xuncha.preferences'

const first = (): Preferences => ({
  language: navigator.languages.find(each => /^(zh|en)/i.test(each))?.startsWith('en') ? 'en' : 'zh-CN',
  text: 'normal',
  theme: 'system',
})

function read(): Preferences {
  try {
    const kept = { ...first(), ...JSON.parse(localStorage.getItem(PLACE) ?? '{}') } as Preferences
    return kept.language in LANGUAGES ? kept : first()
  } catch {
    return first()
  }
}

/** The preferences, put to work at once and whenever they change; `spoken` is there when their words are. */
export function openPreferences(): { readonly preferences: Preferences; readonly spoken: Promise<void> } {
  const preferences = reactive(read())
  const show = (): void => {
    const { dataset } = document.documentElement
    dataset.text = preferences.text
    if (preferences.theme === 'system') delete dataset.theme
    else dataset.theme = preferences.theme
  }
  watch(preferences, () => {
    localStorage.setItem(PLACE, JSON.stringify(preferences))
    show()
  })
  watch(
    () => preferences.language,
    language => speak(language),
  )
  show()
  return { preferences, spoken: speak(preferences.language) }
}
