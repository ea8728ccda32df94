/** Recording what came of a line: its kind, its words, and for a promise who and by when. What was typed is kept per line. */
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Form } from 'react-aria-components'
import { answer, api } from '@/api/client'
import { readAll } from '@/api/query'
import type { AgendaItemView, CreateOutcome, OutcomeKind } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { cx } from '@/components/cx'
import { DateField } from '@/components/DateField'
import { Dialog } from '@/components/Dialog'
import { focusFirstError, FormErrors, TextField } from '@/components/Field'
import { ComboBox, Segments } from '@/components/Pick'
import { useDraft } from '@/lib/drafts'
import { useMay, useMe } from '@/lib/session'
import { useMeeting } from '../data'
import { t } from '../texts'
import { TOUCHED } from './Outcomes'

interface Typed {
  kind: OutcomeKind
  text: string
  who: number | null
  due: string | null
}

/** What a line can end in: solving, dropping and taking to the mayor are about a request, a theme or a promise. */
function kindsOf(item: AgendaItemView): OutcomeKind[] {
  const about = Boolean(item.request || item.theme)
  const all: OutcomeKind[] = ['decision', 'commitment', 'information', 'deferred', 'solved', 'to_mayor', 'dropped']
  return all.filter((kind) => {
    if (kind === 'solved' || kind === 'dropped' || kind === 'deferred') return about || Boolean(item.commitment)
    return kind === 'to_mayor' ? about : true
  })
}

/** Everybody who can promise something: those with an account, where they may be listed, and else those who were invited. */
function usePeople(meeting: number) {
  const { invited, chair } = useMeeting(meeting)
  const lists = useMay('list_people')
  const all = useQuery({ ...readAll('/api/v1/users', {}), enabled: lists })
  const people = new Map(invited.map(({ user, unit }) => [user.id, { id: user.id, name: user.name, note: unit?.name }]))
  if (chair && !people.has(chair.id)) people.set(chair.id, { id: chair.id, name: chair.name, note: undefined })
  for (const user of all.data ?? []) if (!people.has(user.id)) people.set(user.id, { id: user.id, name: user.name, note: undefined })
  return [...people.values()]
}

export function OutcomeForm({ meeting, item, onDone, large = false }: { meeting: number; item: AgendaItemView; onDone?: () => void; large?: boolean }) {
  const me = useMe()
  const { starts_at } = useMeeting(meeting)
  const draft = useDraft<Typed>(me.id, `outcome.${item.id}`, { kind: 'decision', text: '', who: null, due: null })
  const typed = draft.value
  const set = (change: Partial<Typed>) => draft.setValue((old) => ({ ...old, ...change }))
  const people = usePeople(meeting)
  const key = useIdempotencyKey()
  const form = useRef<HTMLFormElement>(null)
  const write = useWrite({
    send: (body: CreateOutcome) => answer(api.POST('/api/v1/meetings/{id}/agenda/items/{item}/outcomes', { params: { path: { id: meeting, item: item.id }, header: key.header(body) }, body })),
    touches: TOUCHED,
    done: t.recorded,
    onDone: () => {
      key.renew()
      draft.forget()
      onDone?.()
    },
  })
  const promises = typed.kind === 'commitment'
  const dated = promises || typed.kind === 'deferred'
  const send = () => {
    const body: CreateOutcome = {
      kind: typed.kind,
      text: typed.text,
      ...(promises && typed.who ? { who_id: typed.who } : {}),
      ...(dated && typed.due ? { due_on: typed.due } : {}),
    }
    write.sendAsync(body).catch(() => focusFirstError(form.current))
  }
  return (
    <Form
      ref={form}
      validationBehavior="aria"
      className={cx('space-y-3', large && 'text-lg')}
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        send()
      }}
    >
      <Segments label={t.outcome} value={typed.kind} onChange={(kind) => set({ kind })} options={kindsOf(item).map((id) => ({ id, name: t.outcomeKinds[id] }))} />
      <p className="text-sm text-muted">{t.outcomeHints[typed.kind]}</p>
      {write.problem && <FormErrors messages={write.problem.besides(['text', 'who_id', 'due_on'])} />}
      <TextField label={t.outcomeTexts[typed.kind]} value={typed.text} onChange={(text) => set({ text })} rows={2} isRequired error={write.problem?.at('text')} />
      {dated && (
        <div className="grid gap-3 sm:grid-cols-2">
          {promises && <ComboBox label={t.who} options={people} value={typed.who} onChange={(who) => set({ who })} isRequired error={write.problem?.at('who_id')} />}
          <DateField label={promises ? t.byWhen : t.deferTo} value={typed.due} onChange={(due) => set({ due })} isRequired={promises} min={starts_at.slice(0, 10)} error={write.problem?.at('due_on')} />
        </div>
      )}
      <Button type="submit" kind="primary" icon="check" isBusy={write.isSending}>
        {t.record}
      </Button>
    </Form>
  )
}

export function OutcomeDialog({ meeting, item, onClose }: { meeting: number; item: AgendaItemView; onClose: () => void }) {
  return (
    <Dialog title={item.title} isOpen onClose={onClose} stays>
      <OutcomeForm meeting={meeting} item={item} onDone={onClose} />
    </Dialog>
  )
}
