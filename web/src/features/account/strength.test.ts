import { expect, it } from 'vitest'
import { strengthOf } from './strength'

it.each([
  ['', 'none'],
  ['Sabz-2026', 'short'],
  ['aaaaaaaaaaaaaaaaaaaa', 'monotonous'],
  ['12345678901', 'monotonous'],
  ['abcdefghijklmnop', 'monotonous'],
  ['Sabz-2026-d', 'fair'],
  ['درخت سبز کنار رودخانه', 'good'],
])('«%s» is %s', (password, strength) => expect(strengthOf(password)).toBe(strength))
