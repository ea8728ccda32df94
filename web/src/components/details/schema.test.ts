import { expect, it } from 'vitest'
import { blank, changedFields, fieldsOf, filled, type Root } from './schema'

const root: Root = {
  type: 'object',
  'x-order': ['fiscal_year', 'lines', 'programme'],
  required: ['fiscal_year', 'lines'],
  properties: {
    programme: { $ref: '#/$defs/ShortText', title: 'برنامه' },
    fiscal_year: { $ref: '#/$defs/FiscalYear', title: 'سال مالی' },
    lines: { type: 'array', minItems: 1, title: 'ردیف‌ها', items: { $ref: '#/$defs/BudgetLine' } },
  },
  $defs: {
    ShortText: { type: 'string', maxLength: 200 },
    FiscalYear: { type: 'integer' },
    BudgetLine: { type: 'object', 'x-order': ['title'], properties: { title: { $ref: '#/$defs/ShortText', title: 'عنوان' } } },
  },
}

it('asks in the order of the form, each field by its kind', () => {
  expect(fieldsOf(root, root).map((field) => [field.name, field.kind, field.label, field.isRequired])).toEqual([
    ['fiscal_year', 'FiscalYear', 'سال مالی', true],
    ['lines', '', 'ردیف‌ها', true],
    ['programme', 'ShortText', 'برنامه', false],
  ])
})

it('begins with an entry where one is needed', () => expect(blank(root, root)).toEqual({ lines: [{}] }))

it('sends nothing that was left empty', () => {
  expect(filled({ fiscal_year: 1405, programme: ' ', lines: [{ title: 'دوربین' }, {}, { title: '' }], notes: [] })).toEqual({ fiscal_year: 1405, lines: [{ title: 'دوربین' }] })
})

it('knows which fields were changed', () => expect(changedFields({ a: 1, b: 2 }, { a: 1, b: 3, c: 4 })).toEqual(['b', 'c']))
