import { createI18n } from 'vue-i18n'

/** The languages, each by its own name: whoever needs the switch may not read the present one. */
export const LANGUAGES = { 'zh-CN': '中文', en: 'English' } as const
export type Language = keyof typeof LANGUAGES

const FILES = {
  'zh-CN': () => import('./zh-CN/index.ts'),
  en: () => import('./en/index.ts'),
}

/** Words of the settings: many, and for few. */
const OF_SETTINGS = {
  'zh-CN': () => import('./zh-CN/settings.ts'),
  en: () => import('./en/settings.ts'),
}
let withSettings = false

/** The words of the app. Only the language that is read is loaded. */
export const words = createI18n({
  legacy: false,
  locale: 'zh-CN' as Language,
  messages: {},
  missingWarn: false,
  fallbackWarn: false,
})

/** Shows everything in a language, once its words are here. */
export async function speak(language: Language): Promise<void> {
  const [{ default: messages }, settings] = await Promise.all([
    FILES[language](),
    withSettings ? OF_SETTINGS[language]() : null,
  ])
  words.global.setLocaleMessage(language, { ...messages, ...settings?.default })
  words.global.locale.value = language
  document.documentElement.lang = language
}

/** Fetches the words of the settings, too, in this language and whichever is spoken later. */
export async function speakOfSettings(): Promise<void> {
  if (withSettings) return
  const language = words.global.locale.value as Language
  const { default: messages } = await OF_SETTINGS[language]()
  withSettings = true
  words.global.mergeLocaleMessage(language, messages)
}
