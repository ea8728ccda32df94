/** Numbers and amounts as people read them. Amounts are whole Rials; Toman is never stored and not shown. */
import { isPersian, locale, pick } from './i18n'
import { persianDigits } from './persian'

const whole = new Intl.NumberFormat(locale)
const part = new Intl.NumberFormat(locale, { style: 'percent' })

export const number = (n: number) => whole.format(n)
export const percent = (share: number) => part.format(share)

/** «۱٬۲۵۰٬۰۰۰ ریال» */
export const rials = (amount: number) => `${number(amount)} ${pick({ fa: 'ریال', en: 'Rials' })}`

/** A code such as `1405-0042`, in the digits of the language. Isolate it where it stands: components/Bdi. */
export const code = (text: string) => (isPersian ? persianDigits(text) : text)

/** The same within a sentence that is not HTML: isolated (LRI … PDI), or Persian words around it would turn it about. */
export const codeText = (text: string) => `\u2066${code(text)}\u2069`

/** A file's length: «۲٫۳ مگابایت». */
export function bytes(n: number): string {
  const units = pick({ fa: ['بایت', 'کیلوبایت', 'مگابایت', 'گیگابایت'], en: ['B', 'KB', 'MB', 'GB'] })
  const step = Math.min(Math.floor(Math.log(Math.max(n, 1)) / Math.log(1024)), units.length - 1)
  const value = n / 1024 ** step
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value)} ${units[step]}`
}
