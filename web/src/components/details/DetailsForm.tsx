/** The fields of a category's form, drawn from its schema; the server's messages stand at their fields, by pointer. */
import { useId, type ReactNode } from 'react'
import type { Problem } from '@/api/problem'
import { isPersian, pick } from '@/lib/i18n'
import { number, rials } from '@/lib/numbers'
import { latin } from '@/lib/persian'
import { Button, IconButton } from '../Button'
import { DateField } from '../DateField'
import { FieldError, TextField } from '../Field'
import { MoneyField, NumberField } from '../NumberField'
import { Select } from '../Pick'
import { FieldErrorContext } from 'react-aria-components'
import { fieldsOf, resolve, type Details, type Field, type Node, type Root } from './schema'

const t = pick({
  fa: { add: (what: string) => `افزودن به ${what}`, remove: (what: string, n: number) => `حذف ${what} ${number(n)}`, entry: (what: string, n: number) => `${what} ${number(n)}`, none: 'مشخص نشده', sum: 'جمع' },
  en: { add: (what: string) => `Add to ${what}`, remove: (what: string, n: number) => `Remove ${what} ${number(n)}`, entry: (what: string, n: number) => `${what} ${number(n)}`, none: 'Not said', sum: 'Sum' },
})

interface Common {
  root: Root
  problem: Problem | null
  /** Where the details stand in what is sent: `details`. */
  path: string
}

export function DetailsForm({ root, value, onChange, problem, path = 'details' }: { root: Root; value: Details; onChange: (value: Details) => void; problem: Problem | null; path?: string }) {
  return <Fields root={root} form={root} value={value} onChange={onChange} problem={problem} path={path} />
}

function Fields({ root, form, value, onChange, problem, path, compact = false }: Common & { form: Node; value: Details; onChange: (value: Details) => void; compact?: boolean }) {
  return (
    <div className={compact ? 'grid gap-3 sm:grid-cols-2 lg:grid-cols-3' : 'grid gap-4 sm:grid-cols-2'}>
      {fieldsOf(root, form).map((field) => (
        <One
          key={field.name}
          root={root}
          field={field}
          value={value[field.name]}
          onChange={(to) => onChange({ ...value, [field.name]: to })}
          problem={problem}
          path={`${path}/${field.name}`}
        />
      ))}
    </div>
  )
}

function One({ root, field, value, onChange, problem, path }: Common & { field: Field; value: unknown; onChange: (value: unknown) => void }) {
  const { kind, node, label, isRequired } = field
  const error = problem?.at(path)
  const text = typeof value === 'string' ? value : ''
  const count = typeof value === 'number' ? value : null
  const wide = 'sm:col-span-full'
  if (node.type === 'array') return <List root={root} field={field} value={Array.isArray(value) ? value : []} onChange={onChange} problem={problem} path={path} />
  if (node.enum) {
    const options = node.enum.map((id) => ({ id, name: node['x-labels']?.[id] ?? id }))
    return <Select label={label} isRequired={isRequired} {...(isRequired ? {} : { any: t.none })} options={options} value={text || null} onChange={onChange} error={error} />
  }
  if (kind === 'Rials') return <MoneyField label={label} isRequired={isRequired} value={count} onChange={onChange} error={error} />
  if (kind === 'FiscalYear') {
    return (
      <TextField
        label={label}
        isRequired={isRequired}
        inputMode="numeric"
        value={count === null ? text : isPersian ? new Intl.NumberFormat('fa-IR', { useGrouping: false }).format(count) : String(count)}
        onChange={(typed) => onChange(/^\d{1,6}$/.test(latin(typed)) ? Number(latin(typed)) : typed)}
        error={error}
      />
    )
  }
  if (node.type === 'integer' || node.type === 'number') {
    return <NumberField label={label} isRequired={isRequired} stepper value={count} onChange={onChange} error={error} {...(node.minimum === undefined ? {} : { minValue: node.minimum })} {...(node.maximum === undefined ? {} : { maxValue: node.maximum })} />
  }
  if (kind === 'Day') return <DateField label={label} isRequired={isRequired} value={text || null} onChange={onChange} error={error} />
  if (kind === 'LongText') return <TextField label={label} isRequired={isRequired} rows={3} value={text} onChange={onChange} error={error} className={wide} {...(node.maxLength ? { maxLength: node.maxLength } : {})} />
  return <TextField label={label} isRequired={isRequired} value={text} onChange={onChange} error={error} {...(node.maxLength ? { maxLength: node.maxLength } : {})} />
}

/** A list of texts (a line each) or of entries with fields of their own. */
function List({ root, field, value, onChange, problem, path }: Common & { field: Field; value: unknown[]; onChange: (value: unknown[]) => void }) {
  const id = useId()
  const item = resolve(root, field.node.items ?? {})
  const isForm = item.node.type === 'object'
  const least = field.node.minItems ?? 0
  const full = field.node.maxItems !== undefined && value.length >= field.node.maxItems
  const error = problem?.at(path)
  const at = (i: number, to: unknown) => onChange(value.map((old, j) => (j === i ? to : old)))
  const sum = isForm ? total(root, item.node, value as Details[]) : null
  const entries: ReactNode = value.map((entry, i) =>
    isForm ? (
      // oxlint-disable-next-line react/no-array-index-key -- entries are nothing but their place
      <div key={i} role="group" aria-label={t.entry(field.label, i + 1)} className="rounded-xl border border-line bg-canvas p-3 flex gap-2 items-start">
        <div className="flex-1 min-w-0">
          <Fields root={root} form={item.node} value={entry as Details} onChange={(to) => at(i, to)} problem={problem} path={`${path}/${i}`} compact />
        </div>
        <IconButton label={t.remove(field.label, i + 1)} icon="trash" isDisabled={value.length <= least} onPress={() => onChange(value.filter((_, j) => j !== i))} />
      </div>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <div key={i} className="flex gap-1 items-start">
        <TextField
          label={t.entry(field.label, i + 1)}
          hideLabel
          className="flex-1"
          value={typeof entry === 'string' ? entry : ''}
          onChange={(to) => at(i, to)}
          error={problem?.at(`${path}/${i}`)}
          {...(item.node.maxLength ? { maxLength: item.node.maxLength } : {})}
        />
        <IconButton label={t.remove(field.label, i + 1)} icon="trash" isDisabled={value.length <= least} onPress={() => onChange(value.filter((_, j) => j !== i))} />
      </div>
    ),
  )
  return (
    <section aria-labelledby={id} className="space-y-2 sm:col-span-full" data-invalid={error ? '' : undefined}>
      <h3 id={id} className="text-sm font-medium">
        {field.label}
        {field.isRequired && (
          <span aria-hidden className="text-danger-ink ps-1">
            *
          </span>
        )}
      </h3>
      {entries}
      {error && (
        <FieldErrorContext value={{ isInvalid: true, validationErrors: [error], validationDetails: {} as ValidityState }}>
          <FieldError>{error}</FieldError>
        </FieldErrorContext>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {!full && (
          <Button kind="ghost" icon="plus" className="-ms-3" onPress={() => onChange([...value, isForm ? {} : ''])}>
            {t.add(field.label)}
          </Button>
        )}
        {sum !== null && (
          <p className="font-medium">
            {t.sum}: {rials(sum)}
          </p>
        )}
      </div>
    </section>
  )
}

/** What the entries come to: shown for orientation; the amount that counts is the server's. */
function total(root: Root, form: Node, entries: Details[]): number | null {
  const fields = fieldsOf(root, form)
  const price = fields.find((field) => field.kind === 'Rials')
  if (!price) return null
  const quantity = fields.find((field) => field.kind === 'Quantity')
  const amount = (entry: Details) => Number(entry[price.name] ?? 0) * (quantity ? Number(entry[quantity.name] ?? 0) : 1)
  const sum = entries.reduce((all, entry) => all + amount(entry), 0)
  return sum > 0 ? sum : null
}
