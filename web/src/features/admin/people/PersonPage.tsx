/** One person: account, roles, absences. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { UserView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Absences } from '@/components/absences/Absences'
import { Button, IconButton } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { Confirm } from '@/components/Confirm'
import { Menu } from '@/components/Menu'
import { PageError } from '@/components/PageError'
import { PageHeader } from '@/components/PageHeader'
import { Note, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { dayAndTime } from '@/lib/dates'
import { roleName } from '@/lib/labels'
import { may, useMe } from '@/lib/session'
import { personRoute } from '../routes'
import { PersonForm, RolesForm } from './forms'
import { PersonState } from './PeoplePage'
import { t } from './texts'

export function PersonPage() {
  const id = Number(personRoute.useParams().id)
  const query = useQuery(read('/api/v1/users/{id}', { path: { id } }))
  if (query.error) return <PageError error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={8} className="pt-10" />
  return <Shown person={query.data} />
}

function Shown({ person }: { person: UserView }) {
  const me = useMe()
  const manages = may(me, 'manage_people')
  const [open, setOpen] = useState<'edit' | 'roles' | 'deactivate' | null>(null)
  const close = () => setOpen(null)
  const activate = useWrite({
    send: (active: boolean) => answer(api.PATCH('/api/v1/users/{id}', { params: { path: { id: person.id }, header: ifMatch(person.version) }, body: { active } })),
    touches: ['/api/v1/users', '/api/v1/units', '/api/v1/desks'],
    done: (user) => (user.active ? t.activated : t.deactivated),
    onDone: close,
    toast: !person.active,
  })
  return (
    <>
      <PageHeader
        title={person.name}
        above={
          <Link to="/admin/people" className="text-accent underline-offset-4 hover:underline">
            {t.back}
          </Link>
        }
        actions={
          manages && (
            <>
              <Button icon="edit" onPress={() => setOpen('edit')}>
                {t.edit}
              </Button>
              {person.active ? (
                person.id !== me.id && <Menu label={t.deactivate} trigger={<IconButton label={t.deactivate} icon="more" />} options={[{ id: 'deactivate', name: t.deactivate, isDanger: true }]} onAction={() => setOpen('deactivate')} />
              ) : (
                <Button isBusy={activate.isSending} onPress={() => activate.send(true)}>
                  {t.activate}
                </Button>
              )}
            </>
          )
        }
      >
        <div className="pt-2">
          <PersonState person={person} />
        </div>
      </PageHeader>
      <div className="space-y-4">
        {person.active && !person.has_password && (
          <Note tone="warning" icon="mail">
            {t.waitingLead}
          </Note>
        )}
        <div className="grid gap-4 lg:grid-cols-2 items-start">
          <Card title={t.facts}>
            <Facts>
              <Fact name={t.email}>
                <bdi dir="ltr">{person.email}</bdi>
              </Fact>
              <Fact name={t.language}>{t.languages[person.locale]}</Fact>
              <Fact name={t.since}>{dayAndTime(person.created_at)}</Fact>
              <Fact name={t.updated}>{dayAndTime(person.updated_at)}</Fact>
            </Facts>
          </Card>
          <Card
            title={t.roles}
            actions={
              manages && (
                <Button icon="edit" onPress={() => setOpen('roles')}>
                  {t.rolesEdit}
                </Button>
              )
            }
          >
            {person.roles.length === 0 ? (
              <p className="text-sm text-muted">{t.rolesNone}</p>
            ) : (
              <ul className="divide-y divide-line">
                {person.roles.map((held) => (
                  <li key={`${held.role}.${held.unit?.id ?? held.desk?.id ?? ''}`} className="flex flex-wrap gap-x-3 py-2">
                    <span className="font-medium">{roleName[held.role]}</span>
                    {held.unit && (
                      <Link to="/admin/units/$id" params={{ id: String(held.unit.id) }} className="text-accent underline-offset-4 hover:underline">
                        <Bdi>{held.unit.name}</Bdi>
                      </Link>
                    )}
                    {held.desk && <Bdi className="text-muted">{held.desk.name}</Bdi>}
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
        <Absences user={person.id} mayChange={may(me, 'manage_absences') || person.id === me.id} />
      </div>
      {open === 'edit' && <PersonForm person={person} onClose={close} />}
      {open === 'roles' && <RolesForm person={person} onClose={close} />}
      {open === 'deactivate' && (
        <Confirm title={t.deactivateTitle(person.name)} action={t.deactivate} isDanger isBusy={activate.isSending} problem={activate.problem} onConfirm={() => activate.send(false)} onClose={close}>
          <p>{t.deactivateLead}</p>
        </Confirm>
      )}
    </>
  )
}
