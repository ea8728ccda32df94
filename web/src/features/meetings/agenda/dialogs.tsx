/** Leaving a line out, which needs a reason, and the note beside a line. */
import { useState } from 'react'
import type { AgendaItemView } from '@/api/schema'
import { FormErrors, TextField } from '@/components/Field'
import { SubmitDialog } from '@/components/SubmitDialog'
import { useUpdateItem } from '../data'
import { t } from '../texts'

interface Props {
  meeting: number
  item: AgendaItemView
  onClose: () => void
}

export function ExcludeDialog({ meeting, item, onClose }: Props) {
  const [reason, setReason] = useState('')
  const update = useUpdateItem(meeting, { toast: false, onDone: onClose })
  return (
    <SubmitDialog
      title={t.excludeTitle(item.title)}
      action={t.exclude}
      isBusy={update.isSending}
      onSubmit={() => update.sendAsync({ item, change: { excluded: true, exclusion_reason: reason } })}
      onClose={onClose}
      stays={reason !== ''}
      width="narrow"
    >
      {update.problem && <FormErrors messages={update.problem.besides(['exclusion_reason'])} />}
      <TextField label={t.excludedBecause} value={reason} onChange={setReason} rows={2} isRequired autoFocus error={update.problem?.at('exclusion_reason')} />
    </SubmitDialog>
  )
}

export function NoteDialog({ meeting, item, onClose }: Props) {
  const [note, setNote] = useState(item.note)
  const update = useUpdateItem(meeting, { toast: false, done: () => t.saved, onDone: onClose })
  return (
    <SubmitDialog
      title={t.itemNote}
      action={t.save}
      isBusy={update.isSending}
      onSubmit={() => update.sendAsync({ item, change: { note } })}
      onClose={onClose}
      stays={note !== item.note}
      width="narrow"
    >
      {update.problem && <FormErrors messages={update.problem.besides(['note'])} />}
      <TextField label={t.itemNote} hideLabel value={note} onChange={setNote} rows={3} autoFocus error={update.problem?.at('note')} />
    </SubmitDialog>
  )
}
