/** One unit: what it is, what lies below it, who belongs to it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { read } from '@/api/query'
import type { UnitView } from '@/api/schema'
import { Button, ButtonLink } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { PageError } from '@/components/PageError'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { Note, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { usePeople, useUnits } from '@/components/useDirectory'
import { dayAndTime } from '@/lib/dates'
import { roleName, unitKindName } from '@/lib/labels'
import { useMay } from '@/lib/session'
import { unitRoute } from '../routes'
import { t } from './texts'
import { UnitForm } from './UnitForm'

export function UnitPage() {
  const id = Number(unitRoute.useParams().id)
  const query = useQuery(read('/api/v1/units/{id}', { path: { id } }))
  if (query.error) return <PageError error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} className="pt-10" />
  return <Shown unit={query.data} />
}

function Shown({ unit }: { unit: UnitView }) {
  const manages = useMay('manage_units')
  const lists = useMay('list_people')
  const reads = useMay('read_requests', 'file_requests', 'work_on_requests')
  const [editing, setEditing] = useState(false)
  const units = useUnits()
  const people = usePeople()
  const parent = units.data?.find((other) => other.id === unit.parent_id)
  const below = units.data?.filter((other) => other.parent_id === unit.id) ?? []
  const members = (people.data ?? []).flatMap((person) => {
    const role = person.roles.find((held) => held.unit?.id === unit.id)
    return role ? [{ ...person, role: role.role }] : []
  })
  return (
    <>
      <PageHeader
        title={unit.name}
        above={
          <Link to="/admin/units" className="text-accent underline-offset-4 hover:underline">
            {t.back}
          </Link>
        }
        actions={
          <>
            {reads && (
              <ButtonLink to="/requests" search={{ unit_id: unit.id }} icon="list">
                {t.requests}
              </ButtonLink>
            )}
            {manages && (
              <Button kind="primary" icon="edit" onPress={() => setEditing(true)}>
                {t.edit}
              </Button>
            )}
          </>
        }
      >
        <div className="flex flex-wrap gap-2 pt-2">
          <Pill dot={false}>{unitKindName[unit.kind]}</Pill>
          {!unit.active && <Pill>{t.inactive}</Pill>}
          {unit.at_risk && <Pill tone="warning">{t.atRisk}</Pill>}
        </div>
      </PageHeader>
      <div className="space-y-4">
        {unit.at_risk && unit.active && (
          <Note tone="warning" icon="warning">
            {t.atRiskLead}
          </Note>
        )}
        <div className="grid gap-4 lg:grid-cols-2 items-start">
          <Card title={t.facts}>
            <Facts>
              <Fact name={t.parent}>
                {unit.parent_id ? (
                  <Link to="/admin/units/$id" params={{ id: String(unit.parent_id) }} className="text-accent underline-offset-4 hover:underline">
                    <Bdi>{parent?.name ?? '…'}</Bdi>
                  </Link>
                ) : (
                  t.noParent
                )}
              </Fact>
              <Fact name={t.head}>{unit.head ? <Bdi>{unit.head.name}</Bdi> : t.noHead}</Fact>
              <Fact name={t.staffCount}>{t.people(unit.staff_count)}</Fact>
              <Fact name={t.email}>{unit.email && <bdi dir="ltr">{unit.email}</bdi>}</Fact>
              <Fact name={t.updated}>{dayAndTime(unit.updated_at)}</Fact>
            </Facts>
          </Card>
          <div className="space-y-4 min-w-0">
            {lists && (
              <Card title={t.members}>
                {people.isLoading ? (
                  <Skeleton rows={2} />
                ) : members.length === 0 ? (
                  <p className="text-sm text-muted">{t.membersNone}</p>
                ) : (
                  <ul className="divide-y divide-line">
                    {members.map((person) => (
                      <li key={person.id} className="flex items-center gap-3 py-2">
                        <Link to="/admin/people/$id" params={{ id: String(person.id) }} className="min-w-0 flex-1 text-accent underline-offset-4 hover:underline">
                          <Bdi>{person.name}</Bdi>
                        </Link>
                        {!person.active && <Pill>{t.inactive}</Pill>}
                        <span className="text-xs text-muted">{roleName[person.role]}</span>
                      </li>
                    ))}
                  </ul>
                )}
                <p className="pt-2 text-xs text-muted">{t.membersLead}</p>
              </Card>
            )}
            <Card title={t.below}>
              {below.length === 0 ? (
                <p className="text-sm text-muted">{t.belowNone}</p>
              ) : (
                <ul className="divide-y divide-line">
                  {below.map((other) => (
                    <li key={other.id} className="flex items-center gap-3 py-2">
                      <Link to="/admin/units/$id" params={{ id: String(other.id) }} className="min-w-0 flex-1 text-accent underline-offset-4 hover:underline">
                        <Bdi>{other.name}</Bdi>
                      </Link>
                      <span className="text-xs text-muted">{unitKindName[other.kind]}</span>
                    </li>
                  ))}
                </ul>
              )}
            </Card>
          </div>
        </div>
      </div>
      {editing && <UnitForm unit={unit} onClose={() => setEditing(false)} />}
    </>
  )
}
