/** A new theme, or the words of one that is there. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { ThemeView } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Checkbox } from '@/components/Check'
import { SubmitDialog } from '@/components/SubmitDialog'
import { FormErrors, TextField } from '@/components/Field'
import { t as components } from '@/components/texts'
import { comma } from '@/lib/i18n'
import { t } from './texts'

const TOUCHED = ['/api/v1/themes', '/api/v1/requests']
/** `1405-0042, 43` as the keys of requests. */
export const keysIn = (typed: string) => typed.split(/[\s,،;؛]+/).filter(Boolean)

export function ThemeDialog({ theme, start, onClose }: { theme?: ThemeView; start?: { title: string; requests: string[] }; onClose: () => void }) {
  const navigate = useNavigate()
  const [title, setTitle] = useState(theme?.title ?? start?.title ?? '')
  const [description, setDescription] = useState(theme?.description ?? '')
  const [requests, setRequests] = useState(start?.requests.join(comma) ?? '')
  const [move, setMove] = useState(false)
  const keys = useIdempotencyKey()
  const write = useWrite({
    send: () => {
      const words = { title: title.trim(), description: description.trim() }
      if (theme) return answer(api.PATCH('/api/v1/themes/{id}', { params: { path: { id: theme.id }, header: ifMatch(theme.version) }, body: words }))
      const body = { ...words, requests: keysIn(requests), move }
      return answer(api.POST('/api/v1/themes', { params: { header: keys.header(body) }, body }))
    },
    touches: TOUCHED,
    done: theme ? t.saved : t.made,
    onDone: (made) => {
      onClose()
      if (!theme && made) void navigate({ to: '/themes/$id', params: { id: String(made.id) } })
    },
  })
  return (
    <SubmitDialog title={theme ? t.edit : t.new} action={t.save} isBusy={write.isSending} onSubmit={() => write.sendAsync()} onClose={onClose} stays={title !== (theme?.title ?? start?.title ?? '')}>
      {write.problem && <FormErrors messages={write.problem.isStale ? [components.stale] : write.problem.besides(['title', 'description'])} />}
      <TextField label={t.titleField} isRequired autoFocus value={title} onChange={setTitle} error={write.problem?.at('title')} />
      <TextField label={t.description} rows={3} value={description} onChange={setDescription} error={write.problem?.at('description')} />
      {!theme && (
        <>
          <TextField label={t.numbers} hint={t.addLead} ltr value={requests} onChange={setRequests} />
          <Checkbox isSelected={move} onChange={setMove}>
            {t.move}
          </Checkbox>
        </>
      )}
    </SubmitDialog>
  )
}
