/** Another time or place of a meeting. Who was invited already gets a mail of it. When somebody else has changed it meanwhile, both are shown. */
import { useRef, useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { MeetingView, UpdateMeeting } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Conflict } from '@/components/Conflict'
import { DateField } from '@/components/DateField'
import { Dialog } from '@/components/Dialog'
import { focusFirstError, FormErrors, TextField } from '@/components/Field'
import { clockOf, dayAndTime, dayOf, instantOf } from '@/lib/dates'
import { ClockField } from './ClockField'
import { MEETINGS } from './data'
import { t } from './texts'

const same = (a: string, b: string) => Date.parse(a) === Date.parse(b)

export function EditMeeting({ meeting, onClose }: { meeting: MeetingView; onClose: () => void }) {
  const form = useRef<HTMLDivElement>(null)
  // What the person saw when they began: the page behind moves on, the form does not.
  const [seen] = useState(meeting)
  const [day, setDay] = useState<string | null>(dayOf(meeting.starts_at))
  const [from, setFrom] = useState(clockOf(meeting.starts_at))
  const [until, setUntil] = useState(clockOf(meeting.ends_at))
  const [place, setPlace] = useState(meeting.place)
  const [version, setVersion] = useState(meeting.version)
  const write = useWrite({
    send: ({ body, at }: { body: UpdateMeeting; at: number }) => answer(api.PATCH('/api/v1/meetings/{id}', { params: { path: { id: meeting.id }, header: ifMatch(at) }, body })),
    touches: [MEETINGS],
    done: t.saved,
    onDone: onClose,
  })
  const typed = day ? { starts_at: instantOf(day, from), ends_at: instantOf(day, until) } : null
  const send = (at: number) => {
    if (!typed) return
    const body: UpdateMeeting = {
      ...(same(typed.starts_at, seen.starts_at) ? {} : { starts_at: typed.starts_at }),
      ...(same(typed.ends_at, seen.ends_at) ? {} : { ends_at: typed.ends_at }),
      ...(place === seen.place ? {} : { place }),
    }
    if (Object.keys(body).length === 0) onClose()
    else write.sendAsync({ body, at }).catch(() => focusFirstError(form.current))
  }
  const current = write.problem?.isStale ? (write.problem.current as MeetingView | null) : null
  if (current && typed) {
    return (
      <Conflict
        isOpen
        isBusy={write.isSending}
        keepMine={t.keepMine}
        takeTheirs={t.takeTheirs}
        differences={[
          { name: t.starts, yours: dayAndTime(typed.starts_at), theirs: dayAndTime(current.starts_at) },
          { name: t.place, yours: place, theirs: current.place },
        ]}
        onKeepMine={() => {
          setVersion(current.version)
          send(current.version)
        }}
        onTakeTheirs={onClose}
      />
    )
  }
  return (
    <Dialog
      title={t.editMeeting}
      isOpen
      onClose={onClose}
      stays
      actions={
        <>
          <Button kind="primary" isBusy={write.isSending} isDisabled={!day} onPress={() => send(version)}>
            {t.save}
          </Button>
          <Button onPress={onClose}>{t.back}</Button>
        </>
      }
    >
      <div ref={form} className="space-y-4">
        {write.problem && <FormErrors messages={write.problem.errors.length ? write.problem.besides(['starts_at', 'ends_at', 'place']) : [write.problem.message]} />}
        <DateField label={t.day} value={day} onChange={setDay} isRequired error={write.problem?.at('starts_at')} />
        <div className="grid grid-cols-2 gap-4">
          <ClockField label={t.from} value={from} onChange={setFrom} />
          <ClockField label={t.ends} value={until} onChange={setUntil} error={write.problem?.at('ends_at')} />
        </div>
        <TextField label={t.place} value={place} onChange={setPlace} error={write.problem?.at('place')} />
      </div>
    </Dialog>
  )
}
