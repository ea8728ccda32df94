/** One comment, with its editing where the server offers it. */
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { CommentView, RequestView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { cx } from '@/components/cx'
import { Dialog } from '@/components/Dialog'
import { FormErrors, TextField } from '@/components/Field'
import { Menu } from '@/components/Menu'
import { Pill } from '@/components/Pill'
import { Bdi, Written } from '@/components/Text'
import { ago, dayAndTime } from '@/lib/dates'
import { t } from './texts'
import { Dot } from './Timeline'

const TOUCHED = ['/api/v1/requests/{id}']

export function Comment({ comment }: { comment: CommentView; request: RequestView }) {
  const [editing, setEditing] = useState(false)
  const remove = useWrite({
    send: () => answer(api.DELETE('/api/v1/comments/{id}', { params: { path: { id: comment.id }, header: ifMatch(comment.version) } })),
    touches: TOUCHED,
    toast: true,
  })
  const options = [
    ...(comment.allowed_actions.includes('edit') ? [{ id: 'edit', name: t.editComment, icon: 'edit' as const }] : []),
    ...(comment.allowed_actions.includes('delete') ? [{ id: 'delete', name: t.deleteComment, icon: 'trash' as const, isDanger: true }] : []),
  ]
  return (
    <>
      <Dot icon="comment" tone="accent" />
      <div className={cx('min-w-0 flex-1 rounded-xl border px-4 py-2.5', comment.internal ? 'border-warning-ink/30 bg-warning-soft/40' : 'border-line bg-canvas')}>
        <div className="flex flex-wrap items-center gap-x-2 text-sm">
          <Bdi className="font-medium">{comment.author?.name ?? t.system}</Bdi>
          {comment.internal && <Pill tone="warning">{t.internalMark}</Pill>}
          <time dateTime={comment.created_at} title={dayAndTime(comment.created_at)} className="text-xs text-muted">
            {ago(comment.created_at)}
            {comment.edits > 0 && ` · ${t.edited}`}
          </time>
          <span className="flex-1" />
          {options.length > 0 && (
            <Menu
              label={t.more}
              trigger={<IconButton label={t.more} icon="more" className="-me-2 -my-1" />}
              options={options}
              onAction={(id) => (id === 'edit' ? setEditing(true) : remove.send())}
            />
          )}
        </div>
        {comment.deleted ? <p className="text-sm text-muted">{t.deleted}</p> : <Written>{comment.text}</Written>}
        {editing && <Edit comment={comment} onClose={() => setEditing(false)} />}
      </div>
    </>
  )
}

function Edit({ comment, onClose }: { comment: CommentView; onClose: () => void }) {
  const [text, setText] = useState(comment.text)
  const write = useWrite({
    send: () => answer(api.PATCH('/api/v1/comments/{id}', { params: { path: { id: comment.id }, header: ifMatch(comment.version) }, body: { text: text.trim() } })),
    touches: TOUCHED,
    done: t.saved,
    onDone: onClose,
  })
  return (
    <Dialog
      title={t.editComment}
      isOpen
      onClose={onClose}
      stays={text !== comment.text}
      actions={
        <>
          <Button kind="primary" onPress={() => write.send()} isBusy={write.isSending}>
            {t.save}
          </Button>
          <Button onPress={onClose}>{t.cancel}</Button>
        </>
      }
    >
      {write.problem && <FormErrors messages={write.problem.besides(['text'])} />}
      <TextField label={t.comment} hideLabel rows={5} value={text} onChange={setText} error={write.problem?.at('text')} autoFocus />
    </Dialog>
  )
}
