import { expect, it } from 'vitest'
import { commonActions } from './Actions'

const of = (...allowed_actions: string[]) => ({ allowed_actions })

it('offers what is allowed for each of them, and of triage only', () => {
  expect(commonActions([of('assign', 'defer', 'reject', 'comment'), of('accept', 'defer', 'assign')])).toEqual(['assign', 'defer'])
  expect(commonActions([of('assign'), of()])).toEqual([])
  expect(commonActions([])).toEqual([])
})
