/** The desks that requests are routed to, and their members. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { readNow, useList } from '@/api/query'
import type { DeskView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { Checkbox } from '@/components/Check'
import { Confirm } from '@/components/Confirm'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { ListBody } from '@/components/ListBody'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { ComboBox } from '@/components/Pick'
import { Pill } from '@/components/Pill'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { usePeople } from '@/components/useDirectory'
import { useMay } from '@/lib/session'
import { grantsOf } from '../people/forms'
import { t } from './texts'

type Open = { what: 'form'; desk: DeskView | null } | { what: 'add'; desk: DeskView } | { what: 'take'; desk: DeskView; member: DeskView['members'][number] }

/** A desk's members are who holds the role there: the roles are read fresh, so that none that somebody else gave is lost. */
async function setMember(desk: DeskView, user: number, isMember: boolean) {
  const person = await readNow('/api/v1/users/{id}', { path: { id: user } })
  const others = grantsOf(person).filter((grant) => !(grant.role === 'owner' && grant.desk_id === desk.id))
  const roles = isMember ? [...others, { role: 'owner' as const, desk_id: desk.id }] : others
  return answer(api.PUT('/api/v1/users/{id}/roles', { params: { path: { id: user }, header: ifMatch(person.version) }, body: { roles } }))
}

export function DesksPage() {
  const manages = useMay('manage_units')
  const managesPeople = useMay('manage_people')
  const lists = useMay('list_people')
  const list = useList('/api/v1/desks', { query: { limit: 50 } })
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <PageHeader
        title={t.title}
        actions={
          manages && (
            <Button kind="primary" icon="plus" onPress={() => setOpen({ what: 'form', desk: null })}>
              {t.new}
            </Button>
          )
        }
      >
        <p className="pt-1 text-sm text-muted max-w-2xl">{t.lead}</p>
      </PageHeader>
      <ListBody
        list={list}
        rows={8}
        empty={
          <Empty icon="desk" title={t.none}>
            {t.noneLead}
          </Empty>
        }
      >
        <div className="grid gap-4 md:grid-cols-2">
          {list.items.map((desk) => (
            <Card
              key={desk.id}
              title={<Bdi>{desk.name}</Bdi>}
              actions={
                <>
                  {!desk.active && <Pill>{t.inactive}</Pill>}
                  {manages && (
                    <Menu
                      label={t.actions(desk.name)}
                      trigger={<IconButton label={t.actions(desk.name)} icon="more" className="-my-1" />}
                      options={[{ id: 'form', name: t.edit, icon: 'edit' }, ...(managesPeople ? [{ id: 'add', name: t.addMember, icon: 'plus' as const }] : [])]}
                      onAction={(id) => setOpen({ what: id as 'form' | 'add', desk })}
                    />
                  )}
                </>
              }
            >
              <p className="text-xs text-muted">{t.members}</p>
              {desk.members.length === 0 ? (
                <p className="py-1">
                  <Pill tone="warning">{t.membersNone}</Pill>
                </p>
              ) : (
                <ul>
                  {desk.members.map((member) => (
                    <li key={member.id} className="flex items-center gap-2 min-h-9">
                      <span className="min-w-0 flex-1">
                        {lists ? (
                          <Link to="/admin/people/$id" params={{ id: String(member.id) }} className="text-accent underline-offset-4 hover:underline">
                            <Bdi>{member.name}</Bdi>
                          </Link>
                        ) : (
                          <Bdi>{member.name}</Bdi>
                        )}
                      </span>
                      {managesPeople && <IconButton label={t.take(member.name)} icon="close" className="size-9! md:size-8!" onPress={() => setOpen({ what: 'take', desk, member })} />}
                    </li>
                  ))}
                </ul>
              )}
              <p className="pt-2 text-xs text-muted">{t.fallback}</p>
              <p>{desk.fallback ? <Bdi>{desk.fallback.name}</Bdi> : <span className="text-muted">{t.noFallback}</span>}</p>
            </Card>
          ))}
        </div>
      </ListBody>
      {open?.what === 'form' && <DeskForm desk={open.desk} onClose={close} />}
      {open?.what === 'add' && <AddMember desk={open.desk} onClose={close} />}
      {open?.what === 'take' && <TakeMember desk={open.desk} member={open.member} onClose={close} />}
    </>
  )
}

function DeskForm({ desk, onClose }: { desk: DeskView | null; onClose: () => void }) {
  const people = usePeople()
  const valuesOf = (it: DeskView | null) => ({ name: it?.name ?? '', fallback_id: it?.fallback?.id ?? (null as number | null), active: it?.active ?? true })
  return (
    <FormDialog
      title={desk ? t.editTitle(desk.name) : t.new}
      draft={`desk.${desk?.id ?? 'new'}`}
      initial={valuesOf(desk)}
      {...(desk ? { version: desk.version } : {})}
      shown={() => ['name', 'fallback_id', 'active']}
      touches={['/api/v1/desks']}
      done={desk ? t.saved : t.made}
      send={({ active, ...body }, version, key) =>
        desk
          ? answer(api.PATCH('/api/v1/desks/{id}', { params: { path: { id: desk.id }, header: ifMatch(version) }, body: { ...body, active } }))
          : answer(api.POST('/api/v1/desks', { params: { header: key }, body }))
      }
      read={(current: DeskView) => valuesOf(current)}
      tell={(value) => [
        [t.name, value.name],
        [t.fallback, people.data?.find((person) => person.id === value.fallback_id)?.name ?? ''],
        [t.active, value.active ? t.active : t.inactive],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <TextField label={t.name} isRequired autoFocus={!desk} maxLength={200} value={value.name} onChange={(name) => set({ name })} error={at('name')} />
          <ComboBox
            label={t.fallback}
            placeholder={t.noFallback}
            hint={t.fallbackHint}
            options={(people.data ?? []).filter((person) => person.active || person.id === value.fallback_id).map(({ id, name, email }) => ({ id, name, note: email }))}
            value={value.fallback_id}
            onChange={(fallback_id) => set({ fallback_id })}
            error={at('fallback_id')}
          />
          {desk && (
            <Checkbox isSelected={value.active} onChange={(active) => set({ active })} hint={t.activeHint}>
              {t.active}
            </Checkbox>
          )}
        </>
      )}
    </FormDialog>
  )
}

function AddMember({ desk, onClose }: { desk: DeskView; onClose: () => void }) {
  const people = usePeople()
  const [user, setUser] = useState<number | null>(null)
  const write = useWrite({ send: (id: number) => setMember(desk, id, true), touches: ['/api/v1/desks', '/api/v1/users'], done: t.added, onDone: onClose })
  return (
    <Confirm title={t.addTitle(desk.name)} action={t.addMember} isBusy={write.isSending} problem={write.problem} onConfirm={() => user !== null && write.send(user)} onClose={onClose}>
      <ComboBox
        label={t.person}
        isRequired
        autoFocus
        options={(people.data ?? []).filter((person) => person.active && desk.members.every((member) => member.id !== person.id)).map(({ id, name, email }) => ({ id, name, note: email }))}
        value={user}
        onChange={setUser}
      />
    </Confirm>
  )
}

function TakeMember({ desk, member, onClose }: { desk: DeskView; member: DeskView['members'][number]; onClose: () => void }) {
  const write = useWrite({ send: () => setMember(desk, member.id, false), touches: ['/api/v1/desks', '/api/v1/users'], done: t.taken, onDone: onClose })
  return (
    <Confirm title={t.takeTitle(member.name)} action={t.takeAction} isDanger isBusy={write.isSending} problem={write.problem} onConfirm={() => write.send()} onClose={onClose}>
      <p>{t.takeLead}</p>
    </Confirm>
  )
}
