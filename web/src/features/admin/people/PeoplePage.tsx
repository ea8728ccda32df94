/** Who has an account, and with what roles. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { readAll, useList } from '@/api/query'
import type { Role, UserView } from '@/api/schema'
import { Button } from '@/components/Button'
import { DataTable, type Column } from '@/components/DataTable'
import { SearchField } from '@/components/Field'
import { HeldRoles } from '@/components/HeldRoles'
import { ListBody, wholeList } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Select } from '@/components/Pick'
import { Pill } from '@/components/Pill'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { roleName } from '@/lib/labels'
import { holds } from '@/lib/persian'
import { useMay } from '@/lib/session'
import { say } from '@/lib/toasts'
import { peopleRoute, type PeopleSearch } from '../routes'
import { ExportMenu } from '../ExportMenu'
import { TableImport } from '../TableImport'
import { InviteForm } from './forms'
import { t } from './texts'

const ROLES = (Object.keys(roleName) as Role[]).map((id) => ({ id, name: roleName[id] }))

export const PersonState = ({ person }: { person: Pick<UserView, 'active' | 'has_password'> }) =>
  person.active ? person.has_password ? <Pill tone="success">{t.states.active}</Pill> : <Pill tone="warning">{t.states.waiting}</Pill> : <Pill>{t.states.inactive}</Pill>

const COLUMNS: Column<UserView>[] = [
  { id: 'name', title: t.name, width: 'minmax(14rem,2fr)', isName: true, cell: (person) => <Bdi className="font-medium">{person.name}</Bdi> },
  {
    id: 'email',
    title: t.email,
    width: 'minmax(12rem,1.5fr)',
    cell: (person) => (
      <bdi dir="ltr" className="block md:truncate text-muted">
        {person.email}
      </bdi>
    ),
  },
  {
    id: 'roles',
    title: t.roles,
    width: 'minmax(14rem,2fr)',
    cell: (person) =>
      person.roles.length > 0 && (
        <HeldRoles roles={person.roles} />
      ),
  },
  { id: 'state', title: t.state, width: '12rem', card: 'end', cell: (person) => <PersonState person={person} /> },
]

export function PeoplePage() {
  const search = peopleRoute.useSearch()
  const navigate = peopleRoute.useNavigate()
  const manages = useMay('manage_people')
  const [inviting, setInviting] = useState(false)
  const [importing, setImporting] = useState(false)
  const { q = '', ...filter } = search
  const list = useList('/api/v1/users', { query: { ...filter, limit: 100 } })
  // The API has no search by name: what is typed is looked for among all of them, and all are read for that.
  const all = useQuery({ ...readAll('/api/v1/users', { query: filter }), enabled: q !== '' })
  const rows = useMemo(() => (q ? (all.data ?? []).filter((person) => holds(`${person.name} ${person.email}`, q)) : list.items), [q, all.data, list.items])
  const set = (change: Partial<Record<keyof PeopleSearch, unknown>>) =>
    void navigate({ search: (old) => Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== null && value !== undefined && value !== '')) as PeopleSearch, replace: true })
  const shown = q ? wholeList(all, rows) : list

  return (
    <>
      <PageHeader
        title={t.title}
        {...(rows.length > 0 ? { count: t.count(rows.length, !q && list.hasMore) } : {})}
        actions={
          <>
            <ExportMenu path="/api/v1/users/export" label={t.export} />
            {manages && <Button onPress={() => setImporting(true)}>{t.import}</Button>}
            {manages && (
              <Button kind="primary" icon="plus" onPress={() => setInviting(true)}>
                {t.invite}
              </Button>
            )}
          </>
        }
      />
      <div className="flex flex-wrap items-center gap-2 pb-4">
        <SearchField label={t.search} value={q} onChange={(text) => set({ q: text })} className="flex-1 basis-56" />
        <Select label={t.role} hideLabel any={t.anyRole} options={ROLES} value={search.role ?? null} onChange={(role) => set({ role })} className="w-40" />
        <Select
          label={t.state}
          hideLabel
          any={t.anyState}
          options={[
            { id: 'active', name: t.states.active },
            { id: 'inactive', name: t.states.inactive },
          ]}
          value={search.active === undefined ? null : search.active ? 'active' : 'inactive'}
          onChange={(state) => set({ active: state === null ? null : state === 'active' })}
          className="w-32"
        />
      </div>
      <ListBody
        list={shown}
        rows={10}
        empty={<Empty icon="people" title={Object.keys(search).length > 0 ? t.noneFound : t.none} action={<Button onPress={() => void navigate({ search: {}, replace: true })}>{t.clear}</Button>} />}
      >
        <DataTable label={t.title} rows={rows} columns={COLUMNS} keyOf={(person) => person.id} nameOf={(person) => person.name} linkOf={(person) => ({ to: '/admin/people/$id', params: { id: String(person.id) } })} />
      </ListBody>
      {inviting && (
        <InviteForm
          onClose={() => setInviting(false)}
          onDone={(person) => {
            say(t.invited(person.email))
            void navigate({ to: '/admin/people/$id', params: { id: String(person.id) } })
          }}
        />
      )}
      {importing && <TableImport kind="users" onClose={() => setImporting(false)} />}
    </>
  )
}
