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

/** A text in pieces, those that a search for these words finds marked: words that begin with one of them, in whatever spelling. */
export function marked(text: string, typed: string): { text: string; hit: boolean }[] {
  const wanted = key(typed).split(' ').filter(Boolean)
  if (wanted.length === 0) return [{ text, hit: false }]
  const pieces: { text: string; hit: boolean }[] = []
  // Odd places are words, with the joiners and marks within them.
  for (const [i, piece] of text.split(/([\p{L}\p{N}\p{M}\u200B-\u200F\u0640]+)/u).entries()) {
    const word = i % 2 === 1 ? squashed(piece) : ''
    const hit = word !== '' && wanted.some((begin) => word.startsWith(begin))
    const last = pieces.at(-1)
    if (piece === '') continue
    if (last?.hit === hit) last.text += piece
    else pieces.push({ text: piece, hit })
  }
  return pieces
}

/** The part of a long text around the first hit, or nothing when there is none. */
export function excerpt(text: string, typed: string, around = 60): string | null {
  const pieces = marked(text.replace(/\s+/g, ' ').trim(), typed)
  const at = pieces.findIndex((piece) => piece.hit)
  if (at < 0) return null
  const before = pieces.slice(0, at).map((piece) => piece.text).join('')
  const after = pieces.slice(at).map((piece) => piece.text).join('')
  const start = before.length > around ? `…${before.slice(-around).replace(/^\S*\s/, '')}` : before
  const end = after.length > around * 2 ? `${after.slice(0, around * 2).replace(/\s\S*$/, '')}…` : after
  return start + end
}

const latinDigit = (c: string) => String(c.charCodeAt(0) & 0xf)

/** Persian and Arabic-Indic digits as ASCII. */
export const latin = (text: string) => text.replace(/[۰-۹٠-٩]/g, latinDigit)

/** ASCII and Arabic-Indic digits as Persian. */
export const persianDigits = (text: string) =>
  text.replace(/[0-9٠-٩]/g, (c) => String.fromCharCode(0x6f0 + (c.charCodeAt(0) & 0xf)))
