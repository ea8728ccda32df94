/** The order of the list of requests, its columns, and its export. */
import type { RequestView, Sort } from '@/api/schema'
import { Button } from '@/components/Button'
import type { Column } from '@/components/DataTable'
import { Menu } from '@/components/Menu'
import type { ListSearch } from '../routes'
import { t } from '../texts'

const SORTS: Sort[] = ['-created_at', 'created_at', '-updated_at', 'due_at', '-priority']

export function SortMenu({ value, onChange }: { value: Sort; onChange: (sort: Sort) => void }) {
  return (
    <Menu
      label={t.sortBy}
      trigger={
        <Button icon="sort">
          <span className="max-sm:sr-only">{t.sorts[value]}</span>
        </Button>
      }
      options={SORTS.map((id) => ({ id, name: t.sorts[id], isChosen: id === value }))}
      onAction={(id) => onChange(id as Sort)}
    />
  )
}

export function ColumnMenu({ columns, shown, onChange }: { columns: readonly Pick<Column<RequestView>, 'id' | 'title' | 'isName'>[]; shown: string[]; onChange: (shown: string[]) => void }) {
  return (
    <Menu
      label={t.columns}
      trigger={
        <Button icon="columns" className="max-md:hidden">
          {t.columns}
        </Button>
      }
      options={columns.filter((column) => !column.isName).map((column) => ({ id: column.id, name: column.title, isChosen: shown.includes(column.id) }))}
      onAction={(id) => onChange(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id])}
    />
  )
}

export function ExportMenu({ search }: { search: ListSearch }) {
  const get = (format: string) => {
    const { theme_id: _theme, tag: _tag, ...known } = search
    const query = new URLSearchParams(Object.entries(known).map(([name, value]) => [name, String(value)]))
    location.assign(`/api/v1/requests/export.${format}?${query}`)
  }
  return (
    <Menu
      label={t.export}
      trigger={
        <Button icon="download" className="max-md:hidden">
          {t.export}
        </Button>
      }
      options={[
        { id: 'xlsx', name: 'Excel (XLSX)' },
        { id: 'csv', name: 'CSV' },
      ]}
      onAction={get}
    />
  )
}
