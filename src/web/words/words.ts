import { createI18n } from 'vue-i18n'

/** The languages, each by its own name: whoever needs the switch may not read the present one. */
export const LANGUAGES = { 'zh-CN': '中文', en: 'English' } as const
export type Language = keyof typeof LANGUAGES

const FILES = {
  'zh-CN': () => import('./zh-CN/index.ts'),
  en: () => import('./en/index.ts'),
}

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
  const { default: messages } = await FILES[language]()
  words.global.setLocaleMessage(language, messages)
  words.global.locale.value = language
  document.documentElement.lang = language
}
