/**
 * Persian text as it is compared and shown. The folding is that of the server (src/persian/text.rs, `key`): what finds a
 * thing there finds it in a list here. persian.test.ts holds the cases of both.
 */

const FOLDED: Record<string, string> = { ي: 'ی', ى: 'ی', ے: 'ی', ې: 'ی', ك: 'ک', ڪ: 'ک', ة: 'ه', ە: 'ه', ہ: 'ه', ھ: 'ه', ٱ: 'ا' }

/** Words of folded letters and digits, with single spaces between: to compare by, never shown. */
export function key(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}ء\u200B-\u200F\u202A-\u202E\u2060-\u2069\u061C\u0640\uFEFF]/gu, '')
    .replace(/[يىےېكڪةەہھٱ]/g, (c) => FOLDED[c] ?? c)
    .replace(/[۰-۹٠-٩]/g, latinDigit)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** `key` without spaces: «تنخواه گردان», «تنخواه‌گردان» and «تنخواهگردان» are one. */
export const squashed = (text: string) => key(text).replaceAll(' ', '')

/** Whether a text holds what somebody typed, in whatever spelling; the filter of combo boxes and lists. */
export function holds(text: string, typed: string): boolean {
  const wanted = key(typed)
  return key(text).includes(wanted) || squashed(text).includes(wanted.replaceAll(' ', ''))
}

const latinDigit = (c: string) => String(c.charCodeAt(0) & 0xf)

/** Persian and Arabic-Indic digits as ASCII. */
export const latin = (text: string) => text.replace(/[۰-۹٠-٩]/g, latinDigit)

/** ASCII and Arabic-Indic digits as Persian. */
export const persianDigits = (text: string) =>
  text.replace(/[0-9٠-٩]/g, (c) => String.fromCharCode(0x6f0 + (c.charCodeAt(0) & 0xf)))
