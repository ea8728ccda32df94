/** Leaving a line out, which needs a reason, and the note beside a line. */
import { useState } from 'react'
import type { AgendaItemView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { FormErrors, TextField } from '@/components/Field'
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
    <Dialog
      title={t.excludeTitle(item.title)}
      isOpen
      onClose={onClose}
      stays={reason !== ''}
      width="narrow"
      actions={
        <>
          <Button kind="primary" isBusy={update.isSending} onPress={() => update.send({ item, change: { excluded: true, exclusion_reason: reason } })}>
            {t.exclude}
          </Button>
          <Button onPress={onClose}>{t.back}</Button>
        </>
      }
    >
      {update.problem && <FormErrors messages={update.problem.errors.length ? update.problem.besides(['exclusion_reason']) : [update.problem.message]} />}
      <TextField label={t.excludedBecause} value={reason} onChange={setReason} rows={2} isRequired autoFocus error={update.problem?.at('exclusion_reason')} />
    </Dialog>
  )
}

export function NoteDialog({ meeting, item, onClose }: Props) {
  const [note, setNote] = useState(item.note)
  const update = useUpdateItem(meeting, { toast: false, done: () => t.saved, onDone: onClose })
  return (
    <Dialog
      title={t.itemNote}
      isOpen
      onClose={onClose}
      stays={note !== item.note}
      width="narrow"
      actions={
        <>
          <Button kind="primary" isBusy={update.isSending} onPress={() => update.send({ item, change: { note } })}>
            {t.save}
          </Button>
          <Button onPress={onClose}>{t.back}</Button>
        </>
      }
    >
      {update.problem && <FormErrors messages={update.problem.errors.length ? update.problem.besides(['note']) : [update.problem.message]} />}
      <TextField label={t.itemNote} hideLabel value={note} onChange={setNote} rows={3} autoFocus error={update.problem?.at('note')} />
    </Dialog>
  )
}
