/** Changing a request's own words and form. When somebody else changed it meanwhile, both versions are shown. */
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { answer, api, ifMatch } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { RequestView, UpdateRequest } from '@/api/schema'
import { useFreshErrors, useWrite } from '@/api/write'
import { Checkbox } from '@/components/Check'
import { Conflict } from '@/components/Conflict'
import { DetailsForm } from '@/components/details/DetailsForm'
import { DetailsView } from '@/components/details/DetailsView'
import { changedFields, filled, type Details, type Root } from '@/components/details/schema'
import { SubmitDialog } from '@/components/SubmitDialog'
import { DraftLine } from '@/components/DraftLine'
import { FormErrors, TextField } from '@/components/Field'
import { Segments } from '@/components/Pick'
import { useDraft } from '@/lib/drafts'
import { priorityName } from '@/lib/labels'
import { useMe } from '@/lib/session'
import { t as fresh } from '../new/texts'
import { t } from './texts'

type Typed = Required<Pick<UpdateRequest, 'title' | 'description' | 'priority' | 'private'>> & { details: Details }
const typedOf = (request: RequestView): Typed => ({ title: request.title, description: request.description, priority: request.priority, private: request.private, details: request.details })

/** What is to be sent: the fields that are not as they were. */
export function changesOf(value: Typed, base: RequestView): Partial<Typed> {
  const before = typedOf(base)
  const now: Typed = { ...value, title: value.title.trim(), description: value.description.trim(), details: filled(value.details) }
  return Object.fromEntries((Object.keys(now) as (keyof Typed)[]).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name])).map((name) => [name, now[name]]))
}

export function EditDialog({ request, root, onClose }: { request: RequestView; root: Root; onClose: () => void }) {
  const me = useMe()
  const client = useQueryClient()
  const [base, setBase] = useState(request)
  const [theirs, setTheirs] = useState<RequestView | null>(null)
  const draft = useDraft<Typed>(me.id, `request.${request.id}.edit`, typedOf(request))
  const { value, setValue } = draft
  const set = (change: Partial<Typed>) => {
    const fields = Object.keys(change).flatMap((name) => (name === 'details' ? changedFields(value.details, change.details ?? {}).map((field) => `details/${field}`) : [name]))
    errors.change(fields)
    setValue({ ...value, ...change })
  }

  const write = useWrite({
    // Only what was changed, so that another's change of another field stays.
    send: ({ version, body }: { version: number; body: UpdateRequest }) => answer(api.PATCH('/api/v1/requests/{id}', { params: { path: { id: String(request.id) }, header: ifMatch(version) }, body })),
    touches: ['/api/v1/requests', '/api/v1/triage', '/api/v1/approvals'],
    done: t.saved,
    onDone: (after) => {
      for (const key of [String(request.id), request.number]) if (key) client.setQueryData(['/api/v1/requests/{id}', { path: { id: key } }], after)
      draft.forget()
      onClose()
    },
  })
  const errors = useFreshErrors(write.problem)
  const problem = errors.problem?.isStale ? null : errors.problem
  const mine = changesOf(value, base)
  const save = (version: number, body: UpdateRequest) =>
    write.sendAsync({ version, body }).catch((thrown: unknown) => {
      const problem = asProblem(thrown)
      if (problem.isStale && problem.current) setTheirs(problem.current as RequestView)
      else throw thrown
    })
  const differences = theirs
    ? [
        { name: t.titleField, field: 'title' as const, yours: value.title, theirs: theirs.title },
        { name: t.descriptionField, field: 'description' as const, yours: value.description, theirs: theirs.description },
        { name: t.details, field: 'details' as const, yours: <DetailsView root={root} value={filled(value.details)} />, theirs: <DetailsView root={root} value={theirs.details} />, differs: JSON.stringify(filled(value.details)) !== JSON.stringify(theirs.details) },
        { name: t.priority, field: 'priority' as const, yours: priorityName[value.priority], theirs: priorityName[theirs.priority] },
      ]
        // What this person left alone is not in question: it stays as the other has made it.
        .filter((one) => one.field in mine && ('differs' in one ? one.differs : one.yours !== one.theirs))
    : []
  return (
    <SubmitDialog
      title={t.editTitle}
      action={t.save}
      isBusy={write.isSending}
      onSubmit={() => save(base.version, mine)}
      onClose={onClose}
      width="wide"
      renderOver={(sent) => (
        <Conflict
          isOpen={theirs !== null}
          differences={differences}
          keepMine={t.keepMine}
          takeTheirs={t.takeTheirs}
          isBusy={write.isSending}
          onKeepMine={() => {
            if (!theirs) return
            // The form goes on over theirs, with what this person has changed.
            setBase(theirs)
            setValue({ ...typedOf(theirs), ...mine })
            setTheirs(null)
            sent(save(theirs.version, mine))
          }}
          onTakeTheirs={() => {
            draft.forget()
            onClose()
          }}
        />
      )}
    >
      <DraftLine restoredAt={draft.restoredAt} keptAt={draft.keptAt} onForget={draft.forget} />
      {problem && <FormErrors messages={problem.besides(['title', 'description', 'details/', 'priority', 'private'])} />}
      <TextField label={t.titleField} isRequired value={value.title} onChange={(title) => set({ title })} error={problem?.at('title')} />
      <TextField label={t.descriptionField} rows={5} value={value.description} onChange={(description) => set({ description })} error={problem?.at('description')} />
      <DetailsForm root={root} value={value.details} onChange={(details) => set({ details })} problem={problem} />
      <Segments label={t.priority} value={value.priority} onChange={(priority) => set({ priority })} options={(['normal', 'urgent', 'very_urgent'] as const).map((id) => ({ id, name: priorityName[id] }))} />
      <Checkbox isSelected={value.private} onChange={(on) => set({ private: on })} hint={fresh.privateHint}>
        {t.private}
      </Checkbox>
    </SubmitDialog>
  )
}
