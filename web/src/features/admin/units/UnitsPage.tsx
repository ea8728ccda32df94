/** All units as a tree; narrowed, as a list. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { readAll } from '@/api/query'
import type { UnitKind, UnitView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { DataTable, type Column } from '@/components/DataTable'
import { SearchField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { ListBody, wholeList } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Select } from '@/components/Pick'
import { Pill } from '@/components/Pill'
import { Empty, Note } from '@/components/States'
import { Bdi } from '@/components/Text'
import { unitKindName } from '@/lib/labels'
import { useWide } from '@/lib/media'
import { holds } from '@/lib/persian'
import { useMay } from '@/lib/session'
import { unitsRoute, type UnitSearch } from '../routes'
import { ExportMenu } from '../ExportMenu'
import { TableImport } from '../TableImport'
import { t } from './texts'
import { tree, type Placed } from './tree'
import { UnitForm } from './UnitForm'

const KINDS = (Object.keys(unitKindName) as UnitKind[]).map((id) => ({ id, name: unitKindName[id] }))

export function UnitsPage() {
  const search = unitsRoute.useSearch()
  const navigate = unitsRoute.useNavigate()
  const manages = useMay('manage_units')
  const wide = useWide()
  const [making, setMaking] = useState(false)
  const [importing, setImporting] = useState(false)
  const query = useQuery(readAll('/api/v1/units', { query: {} }))
  const set = (change: Partial<Record<keyof UnitSearch, unknown>>) =>
    void navigate({ search: (old) => Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value)) as UnitSearch, replace: true })

  const units = query.data
  const narrowed = Boolean(search.q ?? search.kind ?? search.at_risk)
  const rows = useMemo(() => {
    const shown = (units ?? []).filter(
      (unit) =>
        (search.inactive || unit.active) && (!search.kind || unit.kind === search.kind) && (!search.at_risk || unit.at_risk) && (!search.q || holds(`${unit.name} ${unit.head?.name ?? ''}`, search.q)),
    )
    return narrowed ? shown.map((unit) => ({ unit, depth: 0 })) : tree(shown)
  }, [units, search, narrowed])
  const risks = units?.filter((unit) => unit.at_risk && unit.active).length ?? 0
  const columns = useMemo(() => columnsOf(new Map(units?.map((unit) => [unit.id, unit.name])), narrowed || !wide), [units, narrowed, wide])

  return (
    <>
      <PageHeader
        title={t.title}
        {...(units ? { count: t.count(rows.length) } : {})}
        actions={
          <>
            <ExportMenu path="/api/v1/units/export" label={t.export} />
            {manages && <Button onPress={() => setImporting(true)}>{t.import}</Button>}
            {manages && (
              <Button kind="primary" icon="plus" onPress={() => setMaking(true)}>
                {t.new}
              </Button>
            )}
          </>
        }
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-4">
        <SearchField label={t.search} value={search.q ?? ''} onChange={(q) => set({ q })} className="flex-1 basis-56" />
        <Select label={t.kind} hideLabel any={t.anyKind} options={KINDS} value={search.kind ?? null} onChange={(kind) => set({ kind })} className="w-40" />
        <Checkbox isSelected={search.at_risk ?? false} onChange={(at_risk) => set({ at_risk })}>
          {t.onlyAtRisk}
        </Checkbox>
        <Checkbox isSelected={search.inactive ?? false} onChange={(inactive) => set({ inactive })}>
          {t.withInactive}
        </Checkbox>
      </div>
      {risks > 0 && !narrowed && (
        <div className="pb-4">
          <Note tone="warning" icon="warning">
            {t.riskCount(risks)}{' '}
            <Button kind="link" className="text-inherit! underline" onPress={() => set({ at_risk: true })}>
              {t.show}
            </Button>
          </Note>
        </div>
      )}
      <ListBody
        list={wholeList(query, rows)}
        rows={12}
        empty={
          <Empty icon="unit" title={narrowed ? t.noneFound : t.none} action={narrowed ? <Button onPress={() => void navigate({ search: {}, replace: true })}>{t.clear}</Button> : undefined}>
            {!narrowed && manages && t.noneLead}
          </Empty>
        }
      >
        <DataTable label={t.title} rows={rows} columns={columns} keyOf={(row) => row.unit.id} nameOf={(row) => row.unit.name} linkOf={(row) => ({ to: '/admin/units/$id', params: { id: String(row.unit.id) } })} />
      </ListBody>
      {making && <UnitForm unit={null} onClose={() => setMaking(false)} onDone={(unit) => void navigate({ to: '/admin/units/$id', params: { id: String(unit.id) } })} />}
      {importing && <TableImport kind="units" onClose={() => setImporting(false)} />}
    </>
  )
}

/** `flat`: without the tree each row says what it lies in. */
function columnsOf(names: Map<number, string>, flat: boolean): Column<Placed<UnitView>>[] {
  return [
    {
      id: 'name',
      title: t.name,
      width: 'minmax(16rem,3fr)',
      isName: true,
      cell: ({ unit, depth }) => (
        <span className="flex items-start gap-2 min-w-0">
          {!flat && depth > 0 && (
            <span aria-hidden className="flex shrink-0 self-stretch -my-2 text-line">
              {Array.from({ length: depth }, (_, i) => (
                // oxlint-disable-next-line react/no-array-index-key
                <i key={i} className="w-5 border-e border-line me-1.5" />
              ))}
            </span>
          )}
          <span className="min-w-0">
            <Bdi className="font-medium">{unit.name}</Bdi>
            {flat && unit.parent_id && <span className="block text-xs font-normal text-muted"><bdi>{names.get(unit.parent_id)}</bdi></span>}
          </span>
        </span>
      ),
    },
    { id: 'kind', title: t.kind, width: '8rem', card: 'top', cell: ({ unit }) => <span className="text-muted">{unitKindName[unit.kind]}</span> },
    { id: 'head', title: t.head, width: 'minmax(10rem,2fr)', cell: ({ unit }) => (unit.head ? <Bdi className="block md:truncate">{unit.head.name}</Bdi> : <span className="text-muted">{t.noHead}</span>) },
    { id: 'staff', title: t.staff, width: '5.5rem', cell: ({ unit }) => t.people(unit.staff_count) },
    {
      id: 'state',
      title: '',
      width: '8rem',
      card: 'end',
      cell: ({ unit }) =>
        unit.active ? (
          unit.at_risk && (
            <span title={t.atRiskLead}>
              <Pill tone="warning" dot={false}>
                <Icon name="warning" className="size-3.5" />
                {t.atRisk}
              </Pill>
            </span>
          )
        ) : (
          <Pill>{t.inactive}</Pill>
        ),
    },
  ]
}
