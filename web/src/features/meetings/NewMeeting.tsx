/** A new meeting of a series: its day and hours. Whom it invites, where and who chairs it comes from the series. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api, answer } from '@/api/client'
import { readAll } from '@/api/query'
import type { CreateMeeting, MeetingKind } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { DateField } from '@/components/DateField'
import { Dialog } from '@/components/Dialog'
import { focusFirstError, FormErrors, TextField } from '@/components/Field'
import { Segments, Select } from '@/components/Pick'
import { ClockField } from './ClockField'
import { instantOf, today } from '@/lib/dates'
import { pick } from '@/lib/i18n'
import { MEETINGS } from './data'
import { t } from './texts'

const words = pick({ fa: { kind: 'گونه', ordinary: 'عادی', create: 'ساختن پیش‌نویس', made: 'پیش‌نویس جلسه ساخته شد.' }, en: { kind: 'Kind', ordinary: 'Ordinary', create: 'Make a draft', made: 'A draft of the meeting was made.' } })

export function NewMeeting({ onClose }: { onClose: () => void }) {
  const series = useQuery(readAll('/api/v1/meeting-series', {}))
  const navigate = useNavigate()
  const form = useRef<HTMLDivElement>(null)
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
  const send = () => {
    if (!seriesId || !day) return
    const body: CreateMeeting = { series_id: seriesId, kind, starts_at: instantOf(day, from), ends_at: instantOf(day, until), ...(place.trim() ? { place: place.trim() } : {}) }
    write.sendAsync(body).catch(() => focusFirstError(form.current))
  }
  return (
    <Dialog
      title={t.newMeeting}
      isOpen
      onClose={onClose}
      stays={day !== null}
      actions={
        <>
          <Button kind="primary" isBusy={write.isSending} isDisabled={!seriesId || !day} onPress={send}>
            {words.create}
          </Button>
          <Button onPress={onClose}>{t.back}</Button>
        </>
      }
    >
      <div ref={form} className="space-y-4">
        {write.problem && <FormErrors messages={write.problem.errors.length ? write.problem.besides(['series_id', 'starts_at', 'ends_at', 'place']) : [write.problem.message]} />}
        <Select label={t.oneSeries} options={active.map((one) => ({ id: one.id, name: one.title }))} value={seriesId} onChange={setChosen} isRequired error={write.problem?.at('series_id')} />
        <Segments label={words.kind} value={kind} onChange={setKind} options={[{ id: 'ordinary', name: words.ordinary }, { id: 'mayor', name: t.withMayor }]} />
        <DateField label={t.day} value={day} onChange={setDay} min={today()} isRequired error={write.problem?.at('starts_at')} />
        <div className="grid grid-cols-2 gap-4">
          <ClockField label={t.from} value={from} onChange={setFrom} />
          <ClockField label={t.ends} value={until} onChange={setUntil} error={write.problem?.at('ends_at')} />
        </div>
        <TextField label={t.place} value={place} onChange={setPlace} error={write.problem?.at('place')} hint={active.find((one) => one.id === seriesId)?.place} />
      </div>
    </Dialog>
  )
}
