// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { dropView, isSameView, saveView, viewsOf } from './views'

beforeEach(() => localStorage.clear())

it('keeps views by person and name, and drops them', () => {
  saveView(7, { name: ' دیرهای مالی ', search: { overdue: true, desk_id: 3 } })
  saveView(7, { name: 'تنخواه', search: { category: 'petty_cash' } })
  saveView(7, { name: 'دیرهای مالی', search: { overdue: true, desk_id: 4 } })
  expect(viewsOf(7)).toEqual([
    { name: 'تنخواه', search: { category: 'petty_cash' } },
    { name: 'دیرهای مالی', search: { overdue: true, desk_id: 4 } },
  ])
  expect(viewsOf(8)).toEqual([])
  dropView(7, 'تنخواه')
  expect(viewsOf(7).map((view) => view.name)).toEqual(['دیرهای مالی'])
})

it('reads what is broken as none, and leaves out what it does not know', () => {
  localStorage.setItem('hamahang.views.requests.7', '{')
  expect(viewsOf(7)).toEqual([])
  localStorage.setItem('hamahang.views.requests.7', JSON.stringify([null, { name: '' }, { name: 'الف', search: { colour: 'red', state: 'done', unit_id: 'x' } }]))
  expect(viewsOf(7)).toEqual([{ name: 'الف', search: { state: 'done' } }])
})

it('knows a view again whatever the order of its parts', () => {
  expect(isSameView({ q: 'دوربین', overdue: true }, { overdue: true, q: 'دوربین' })).toBe(true)
  expect(isSameView({ q: 'دوربین' }, { q: 'دوربین', overdue: true })).toBe(false)
})
