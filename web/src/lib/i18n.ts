/**
 * The language of the app: Persian unless somebody chose English. It is read once, before the first render, because
 * React Aria reads its texts once; a switch loads the page anew, and drafts are kept.
 */
import { keep, kept } from './storage'

export type Lang = 'fa' | 'en'

export const lang: Lang = kept('lang') === 'en' ? 'en' : 'fa'
export const isPersian = lang === 'fa'
export const locale = isPersian ? 'fa-IR' : 'en-GB'
export const dir = isPersian ? 'rtl' : 'ltr'

/** The dictionary of the language in use. Every feature has its own: `pick({ fa, en })` with `const en: typeof fa`. */
export function pick<T>(texts: { fa: T; en: NoInfer<T> }): T {
  return texts[lang]
}

/** Between the members of a list, and the parts of a line. */
export const comma = isPersian ? '، ' : ', '

/** Whether the person has chosen a language on this device. */
export const languageChosen = () => kept('lang') !== null

export function setLang(to: Lang) {
  keep('lang', to)
  location.reload()
}
