import { describe, expect, it } from 'vitest'
import { excerpt, holds, key, latin, marked, persianDigits, squashed } from './persian'

// The cases of `keys_see_through_writing` in src/persian/text.rs: the server and the app fold alike.
const SAME: [string, string][] = [
  ['كارگاه آموزشي', 'کارگاه آموزشی'],
  ['شرحِ وظایف', 'شرح وظايف'],
  ['خانۀ فرهنگ', 'خانه فرهنگ'],
  ['خانهٔ فرهنگ', 'خانه فرهنگ'],
  ['مؤسسه', 'موسسه'],
  ['هیأت', 'هيـات'],
  ['تنخواه‌گردان', 'تنخواهگردان'],
  ['ﻛﻤﺒﻮد', 'کمبود'],
  ['۱۲/۹/۱۳۹۸', '١٢-٩-1398'],
  ['آموزش', 'اموزش'],
  ['Caméra', 'camera'],
]

describe('folding', () => {
  it.each(SAME)('%s is %s', (a, b) => expect(key(a)).toBe(key(b)))

  it('keeps words apart, unless they are squashed', () => {
    expect(key('می رود')).toBe('می رود')
    expect(squashed('تنخواه گردان')).toBe(squashed('تنخواه‌گردان'))
    expect(key('!؟')).toBe('')
  })

  it('is done once', () => {
    for (const text of SAME.flat()) expect(key(key(text))).toBe(key(text))
  })

  it('finds in whatever spelling', () => {
    expect(holds('سازمان آتش‌نشانی', 'اتشنشاني')).toBe(true)
    expect(holds('منطقهٔ ۱۲', 'منطقه 12')).toBe(true)
    expect(holds('منطقهٔ ۱۲', 'منطقه 3')).toBe(false)
  })
})

it('digits', () => {
  expect(latin('۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 0a')).toBe('0123456789 0123456789 0a')
  expect(persianDigits('0123456789 ٠١٢٣٤٥٦٧٨٩ ۵a')).toBe('۰۱۲۳۴۵۶۷۸۹ ۰۱۲۳۴۵۶۷۸۹ ۵a')
})

const hits = (text: string, typed: string) => marked(text, typed).flatMap((piece) => (piece.hit ? [piece.text] : []))
it.each([
  ['خرید دوربین عکاسی', 'دوربین', ['دوربین']],
  ['خرید دوربين‌های عکاسی', 'دوربین', ['دوربين‌های']],
  ['تنخواه‌گردان منطقهٔ ۱', 'تنخواه گردان', ['تنخواه‌گردان']],
  ['منطقهٔ ۱۲ و منطقهٔ ۲', 'منطقه 12', ['منطقهٔ', '۱۲', 'منطقهٔ']],
  ['خرید دوربین', 'ربین', []],
  ['خرید دوربین', '', []],
])('marks in «%s» what «%s» finds', (text, typed, found) => expect(hits(text, typed)).toEqual(found))

it('loses nothing of the text it marks', () => expect(marked('«دوربین»، (۲ عدد) — دوربین!', 'دوربین').map((piece) => piece.text).join('')).toBe('«دوربین»، (۲ عدد) — دوربین!'))

it('cuts a long text around the first hit', () => {
  const long = `${'واژه '.repeat(40)}دوربین ${'دیگر '.repeat(40)}`
  const cut = excerpt(long, 'دوربین')
  expect(cut).toMatch(/^…واژه .*دوربین .*…$/)
  expect(cut?.length).toBeLessThan(200)
  expect(excerpt(long, 'بودجه')).toBeNull()
})
