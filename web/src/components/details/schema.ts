/**
 * The typed form of a category, as `GET /categories` describes it: JSON Schema 2020-12 with `x-order` (the fields in the
 * order to ask them) and `x-labels` (what to call the words of a list). A `$ref` names the kind: ShortText, LongText,
 * Rials, Day, FiscalYear …; a new field in the server shows itself here by its kind alone.
 */
export interface Node {
  $ref?: string
  type?: string
  title?: string
  description?: string
  enum?: string[]
  items?: Node
  properties?: Record<string, Node>
  required?: string[]
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  maxLength?: number
  'x-order'?: string[]
  'x-labels'?: Record<string, string>
}
export interface Root extends Node {
  $defs?: Record<string, Node>
}
export type Details = Record<string, unknown>

const DEFS = '#/$defs/'

/** The node that a reference stands for, with what stands beside the reference; and the name of its kind. */
export function resolve(root: Root, node: Node): { kind: string; node: Node } {
  if (!node.$ref?.startsWith(DEFS)) return { kind: '', node }
  const kind = node.$ref.slice(DEFS.length)
  return { kind, node: { ...root.$defs?.[kind], ...node } }
}

export interface Field {
  name: string
  label: string
  kind: string
  node: Node
  isRequired: boolean
}

export function fieldsOf(root: Root, form: Node): Field[] {
  return (form['x-order'] ?? Object.keys(form.properties ?? {})).flatMap((name) => {
    const found = form.properties?.[name]
    if (!found) return []
    const { kind, node } = resolve(root, found)
    return [{ name, label: found.title ?? node.title ?? name, kind, node, isRequired: form.required?.includes(name) ?? false }]
  })
}

/** What the form begins with: a list that needs an entry has one, empty. */
export function blank(root: Root, form: Node): Details {
  return Object.fromEntries(
    fieldsOf(root, form)
      .filter((field) => field.node.type === 'array' && (field.node.minItems ?? 0) > 0)
      .map((field) => [field.name, [field.node.items && resolve(root, field.node.items).node.type === 'object' ? {} : '']]),
  )
}

/** Without what was left empty: a form has one way of saying nothing, and that is to leave the field out. */
export function filled(value: Details): Details {
  const kept = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (Array.isArray(inner)) {
      const entries = inner.map((entry) => (typeof entry === 'object' && entry !== null ? filled(entry as Details) : entry)).filter((entry) => !isEmpty(entry))
      return entries.length > 0 ? [[name, entries]] : []
    }
    return isEmpty(inner) ? [] : [[name, inner]]
  })
  return Object.fromEntries(kept)
}

/** The fields that differ between two states of a form. */
export const changedFields = (before: Details, after: Details) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name])

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '') || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)
