/** The filled-in form, to read: labels and values in the order of the form. */
import type { ReactNode } from 'react'
import { longDay } from '@/lib/dates'
import { code, number, rials } from '@/lib/numbers'
import { Bdi, Written } from '../Text'
import { fieldsOf, resolve, type Details, type Node, type Root } from './schema'

export function DetailsView({ root, value }: { root: Root; value: Details }) {
  const fields = fieldsOf(root, root).filter((field) => value[field.name] !== undefined && value[field.name] !== null)
  if (fields.length === 0) return null
  return (
    <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
      {fields.map((field) => {
        const wide = field.node.type === 'array' || field.kind === 'LongText'
        return (
          <div key={field.name} className={wide ? 'sm:col-span-full min-w-0' : 'min-w-0'}>
            <dt className="text-xs text-muted">{field.label}</dt>
            <dd>{show(root, field.kind, field.node, value[field.name])}</dd>
          </div>
        )
      })}
    </dl>
  )
}

function show(root: Root, kind: string, node: Node, value: unknown): ReactNode {
  if (Array.isArray(value)) {
    const item = resolve(root, node.items ?? {})
    return item.node.type === 'object' ? <Entries root={root} form={item.node} entries={value as Details[]} /> : <Texts texts={value as string[]} />
  }
  if (typeof value === 'number') {
    if (kind === 'Rials') return rials(value)
    return kind === 'FiscalYear' ? code(String(value)) : number(value)
  }
  if (typeof value !== 'string') return String(value)
  if (kind === 'Day') return longDay(value)
  if (node.enum) return node['x-labels']?.[value] ?? value
  return kind === 'LongText' ? <Written>{value}</Written> : <Bdi>{value}</Bdi>
}

const Texts = ({ texts }: { texts: string[] }) => (
  <ul className="list-disc ps-5">
    {texts.map((text) => (
      <li key={text}>
        <Bdi>{text}</Bdi>
      </li>
    ))}
  </ul>
)

/** Entries with fields: a table at a desk, one after the other on a phone. Columns that nobody filled in are left out. */
function Entries({ root, form, entries }: { root: Root; form: Node; entries: Details[] }) {
  const fields = fieldsOf(root, form).filter((field) => entries.some((entry) => entry[field.name] !== undefined))
  return (
    <>
      <div className="hidden sm:block overflow-x-auto">
        <table className="w-full text-sm mt-1">
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field.name} scope="col" className="text-start text-xs font-medium text-muted py-1.5 pe-4 border-b border-line">
                  {field.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry, i) => (
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={i}>
                {fields.map((field) => (
                  <td key={field.name} className="py-2 pe-4 align-top border-b border-line/70">
                    {entry[field.name] === undefined ? '—' : show(root, field.kind, field.node, entry[field.name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="sm:hidden space-y-2 mt-1">
        {entries.map((entry, i) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={i} className="rounded-xl bg-canvas border border-line p-3 text-sm space-y-0.5">
            {fields.map((field, j) =>
              entry[field.name] === undefined ? null : (
                <div key={field.name} className={j === 0 ? 'font-medium' : ''}>
                  {j > 0 && <span className="text-muted">{field.label}: </span>}
                  {show(root, field.kind, field.node, entry[field.name])}
                </div>
              ),
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
