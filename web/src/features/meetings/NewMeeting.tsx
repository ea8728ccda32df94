/** A new meeting of a series: its day and hours. Whom it invites, where and who chairs it comes from the series. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, answer } from '@/api/client'
import { readAll } from '@/api/query'
import type { CreateMeeting, MeetingKind } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { DateField } from '@/components/DateField'
import { FormErrors, TextField } from '@/components/Field'
import { Segments, Select } from '@/components/Pick'
import { SubmitDialog } from '@/components/SubmitDialog'
import { t as common } from '@/components/texts'
import { ClockField } from './ClockField'
import { instantOf, today } from '@/lib/dates'
import { pick } from '@/lib/i18n'
import { MEETINGS } from './data'
import { t } from './texts'

const words = pick({ fa: { kind: 'گونه', ordinary: 'عادی', create: 'ساختن پیش‌نویس', made: 'پیش‌نویس جلسه ساخته شد.' }, en: { kind: 'Kind', ordinary: 'Ordinary', create: 'Make a draft', made: 'A draft of the meeting was made.' } })

export function NewMeeting({ onClose }: { onClose: () => void }) {
  const series = useQuery(readAll('/api/v1/meeting-series', {}))
  const navigate = useNavigate()
  const key = useIdempotencyKey()
  const active = (series.data ?? []).filter((one) => one.active)
  const [chosen, setChosen] = useState<number | null>(null)
  const seriesId = chosen ?? active[0]?.id ?? null
  const [kind, setKind] = useState<MeetingKind>('ordinary')
  const [day, setDay] = useState<string | null>(null)
  const [from, setFrom] = useState('10:00')
  const [until, setUntil] = useState('12:00')
  const [place, setPlace] = useState('')
  const write = useWrite({
    send: (body: CreateMeeting) => answer(api.POST('/api/v1/meetings', { params: { header: key.header(body) }, body })),
    touches: [MEETINGS],
    done: words.made,
    onDone: (meeting) => {
      onClose()
      void navigate({ to: '/meetings/$id', params: { id: meeting.id } })
    },
  })
  const [missing, setMissing] = useState(false)
  const send = async () => {
    if (!seriesId || !day) {
      setMissing(true)
      throw new Error(common.required)
    }
    const body: CreateMeeting = { series_id: seriesId, kind, starts_at: instantOf(day, from), ends_at: instantOf(day, until), ...(place.trim() ? { place: place.trim() } : {}) }
    await write.sendAsync(body)
  }
  return (
    <SubmitDialog
      title={t.newMeeting}
      action={words.create}
      isBusy={write.isSending}
      onSubmit={send}
      onClose={onClose}
      stays={day !== null}
    >
        {write.problem && <FormErrors messages={write.problem.besides(['series_id', 'starts_at', 'ends_at', 'place'])} />}
        <Select label={t.oneSeries} options={active.map((one) => ({ id: one.id, name: one.title }))} value={seriesId} onChange={setChosen} isRequired error={write.problem?.at('series_id') ?? (missing && !seriesId ? common.required : undefined)} />
        <Segments label={words.kind} value={kind} onChange={setKind} options={[{ id: 'ordinary', name: words.ordinary }, { id: 'mayor', name: t.withMayor }]} />
        <DateField label={t.day} value={day} onChange={setDay} min={today()} isRequired error={write.problem?.at('starts_at') ?? (missing && !day ? common.required : undefined)} />
        <div className="grid grid-cols-2 gap-4">
          <ClockField label={t.from} value={from} onChange={setFrom} />
          <ClockField label={t.ends} value={until} onChange={setUntil} error={write.problem?.at('ends_at')} />
        </div>
        <TextField label={t.place} value={place} onChange={setPlace} error={write.problem?.at('place')} hint={active.find((one) => one.id === seriesId)?.place} />
    </SubmitDialog>
  )
}
