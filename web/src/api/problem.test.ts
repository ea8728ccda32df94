import { expect, it } from 'vitest'
import { asProblem, Problem } from './problem'

const invalid = new Problem(422, {
  detail: 'موارد مشخص‌شده را اصلاح کنید.',
  code: 'invalid_fields',
  errors: [
    { pointer: '/title', code: 'too_short', message: 'عنوان کوتاه است.' },
    { pointer: '/details/items/0/name', code: 'required', message: 'نام لازم است.' },
    { pointer: '/tags/0', code: 'too_long', message: 'برچسب بلند است.' },
  ],
})

it('puts each message at its field', () => {
  expect(invalid.at('title')).toBe('عنوان کوتاه است.')
  expect(invalid.at('details/items/0/name')).toBe('نام لازم است.')
  expect(invalid.at('details/items/1/name')).toBeUndefined()
})

it('loses none: what no field shows stands above the form', () => {
  expect(invalid.besides(['title', 'details/'])).toEqual(['برچسب بلند است.'])
  expect(new Problem(409, { detail: 'وضعیت این را نمی‌پذیرد.' }).besides(['title'])).toEqual(['وضعیت این را نمی‌پذیرد.'])
})

it('drops what is being mended, and only that', () => {
  const rest = invalid.without(['details/items'])
  expect(rest.at('details/items/0/name')).toBeUndefined()
  expect(rest.at('title')).toBe('عنوان کوتاه است.')
  expect(invalid.without(['title', 'details', 'tags']).besides([])).toEqual([])
})

it('says that there was no answer when there was none', () => {
  expect(asProblem(new TypeError('Failed to fetch')).code).toBe('offline')
})
