/** The fields of an action's form. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Problem } from '@/api/problem'
import { read, readAll } from '@/api/query'
import type { ActionBody, ActionKind } from '@/api/schema'
import { DateField } from '@/components/DateField'
import { TextField } from '@/components/Field'
import { ComboBox, Select } from '@/components/Pick'
import { dayAndTime, today } from '@/lib/dates'
import { number } from '@/lib/numbers'
import { t } from '../page/texts'
import { SPEC, type BodyField } from './spec'

interface Props {
  action: ActionKind
  body: ActionBody
  onChange: (body: ActionBody) => void
  problem: Problem | null
  /** Where the body stands in what is sent: empty, or `with/`. */
  path?: string
}

const LONG: BodyField[] = ['question', 'answer', 'reason', 'summary', 'note', 'turn_to']

export function ActionFields({ action, body, onChange, problem, path = '' }: Props) {
  const spec = SPEC[action]
  return spec?.fields.map((field, i) => (
    <One
      key={field}
      isFirst={i === 0}
      field={field}
      isRequired={spec.required?.includes(field) ?? false}
      body={body}
      onChange={onChange}
      error={problem?.at(path + field)}
    />
  ))
}

function One({ field, isFirst, isRequired, body, onChange, error }: { field: BodyField; isFirst: boolean; isRequired: boolean; body: ActionBody; onChange: (body: ActionBody) => void; error: string | undefined }) {
  const label = t.fields[field]
  const common = { label, isRequired, error }
  const set = (value: unknown) => onChange({ ...body, [field]: value })
  if (field === 'desk_id') return <DeskAndOwner body={body} onChange={onChange} error={error} isRequired={isRequired} isFirst={isFirst} />
  // With the desk, because its members are the choice.
  if (field === 'owner_id') return null
  if (field === 'until') return <DateField {...common} value={body.until ?? null} onChange={set} min={today()} />
  if (field === 'meeting_id') return <MeetingField {...common} value={body.meeting_id ?? null} onChange={set} />
  if (field === 'chain_id') return <ChainField {...common} value={body.chain_id ?? null} onChange={set} />
  const value = body[field] ?? ''
  if (LONG.includes(field)) return <TextField {...common} rows={field === 'note' || field === 'turn_to' ? 2 : 4} value={String(value)} onChange={set} autoFocus={isFirst} />
  return <TextField {...common} value={String(value)} onChange={set} autoFocus={isFirst} ltr={field === 'party_email'} {...(field === 'party_email' ? { type: 'email' } : {})} />
}

function DeskAndOwner({ body, onChange, error, isRequired, isFirst }: { body: ActionBody; onChange: (body: ActionBody) => void; error: string | undefined; isRequired: boolean; isFirst: boolean }) {
  // The list opens with the focus: only where a desk is still to be chosen.
  const [isAsked] = useState(isFirst && !body.desk_id)
  const desks = useQuery(readAll('/api/v1/desks', { query: {} }))
  const desk = desks.data?.find((one) => one.id === body.desk_id)
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <ComboBox
        label={t.fields.desk_id}
        isRequired={isRequired}
        autoFocus={isAsked}
        options={(desks.data ?? []).filter((one) => one.active)}
        value={body.desk_id ?? null}
        onChange={(desk_id) => onChange({ ...body, desk_id, owner_id: null })}
        error={error}
      />
      <Select
        label={t.fields.owner_id}
        any={t.anyOwner}
        isDisabled={!desk}
        options={desk?.members ?? []}
        value={desk?.members.some((member) => member.id === body.owner_id) ? (body.owner_id ?? null) : null}
        onChange={(owner_id) => onChange({ ...body, owner_id })}
      />
    </div>
  )
}

type FieldOf = { label: string; isRequired: boolean; error: string | undefined; value: number | null; onChange: (value: unknown) => void }

function MeetingField({ onChange, ...props }: FieldOf) {
  const meetings = useQuery(read('/api/v1/meetings', { query: { limit: 100 } }))
  const ahead = (meetings.data?.items ?? []).filter((meeting) => ['draft', 'scheduled', 'agenda_published'].includes(meeting.state))
  if (ahead.length === 0) return null
  return <Select {...props} onChange={onChange} any="—" options={ahead.map((meeting) => ({ id: meeting.id, name: meeting.series.title, note: [meeting.number ? number(meeting.number) : '', dayAndTime(meeting.starts_at)].filter(Boolean).join(' · ') }))} />
}

/** Not everybody may read the chains; then the default one it is. */
function ChainField({ onChange, ...props }: FieldOf) {
  const chains = useQuery({ ...readAll('/api/v1/approval-chains', { query: {} }), retry: false })
  const active = (chains.data ?? []).filter((chain) => chain.active)
  if (active.length === 0) return null
  return <Select {...props} onChange={onChange} any={t.defaultChain} options={active} />
}
