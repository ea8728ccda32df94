/** The files of a request: small pictures, sizes, warnings; and those on their way. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { DropZone, isFileDropItem } from 'react-aria-components'
import { answer, api } from '@/api/client'
import { touch, useList } from '@/api/query'
import type { AttachmentView, RequestView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { Dialog } from '@/components/Dialog'
import { FileButton } from '@/components/FilePick'
import { Icon } from '@/components/Icon'
import { Pager } from '@/components/Pager'
import { ErrorPanel, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { ago } from '@/lib/dates'
import { bytes, percent } from '@/lib/numbers'
import { useMe } from '@/lib/session'
import { say } from '@/lib/toasts'
import { t as fresh } from '../new/texts'
import { dropUpload, LARGEST, tryAgain, upload, useUploads } from '../uploads'
import { t } from './texts'

export function Attachments({ request }: { request: RequestView }) {
  const client = useQueryClient()
  const list = useList('/api/v1/requests/{id}/attachments', { path: { id: String(request.id) }, query: { limit: 50 } })
  const uploads = useUploads(request.id)
  const [removing, setRemoving] = useState<AttachmentView | null>(null)
  const send = (files: File[]) => {
    for (const file of files.filter((one) => one.size > LARGEST)) say(fresh.tooLarge(file.name), 'danger')
    upload(client, request.id, files.filter((file) => file.size <= LARGEST))
  }
  // Somebody who may read all and write nothing (an auditor) has none of the actions; the server refuses them anyway.
  const me = useMe()
  const reads = me.permissions.every((permission) => permission.startsWith('read_') || permission === 'list_people')
  const before = useRef(uploads.length)
  useEffect(() => {
    if (uploads.length < before.current) void touch(client, ['/api/v1/requests/{id}'])
    before.current = uploads.length
  }, [uploads.length, client])

  return (
    <Card title={t.attachments} id="attachments">
      {list.isPending && <Skeleton rows={2} />}
      {list.error && <ErrorPanel error={list.error} again={list.again} />}
      {list.items.length === 0 && uploads.length === 0 && !list.isPending && !list.error && <p className="text-sm text-muted pb-3">{t.noAttachments}</p>}
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
        {list.items.map((file) => (
          <li key={file.id} className="relative flex items-center gap-3 rounded-xl border border-line p-2 hover:bg-neutral-soft/60 min-w-0">
            <span className="grid place-items-center size-12 shrink-0 rounded-lg bg-neutral-soft text-muted overflow-hidden">
              {file.thumbnail ? <img src={`/api/v1/attachments/${file.id}/thumbnail`} alt="" loading="lazy" className="size-12 object-cover" /> : <Icon name="clip" />}
            </span>
            <div className="min-w-0 flex-1">
              <a
                href={`/api/v1/attachments/${file.id}/content${file.thumbnail || file.kind === 'pdf' ? '?inline=true' : ''}`}
                target="_blank"
                rel="noreferrer"
                className="block truncate text-sm font-medium after:absolute after:inset-0"
              >
                <Bdi>{file.name}</Bdi>
              </a>
              <p className="text-xs text-muted truncate">
                {bytes(file.size_bytes)} · {ago(file.created_at)}
                {file.uploader && (
                  <>
                    {' '}
                    · <Bdi>{file.uploader.name}</Bdi>
                  </>
                )}
              </p>
              {file.warnings.includes('macros') && (
                <p className="text-xs text-warning-ink flex items-start gap-1">
                  <Icon name="warning" className="size-4 mt-0.5" />
                  {t.macros}
                </p>
              )}
            </div>
            {!reads && <IconButton label={fresh.remove(file.name)} icon="close" className="relative z-[1]" onPress={() => setRemoving(file)} />}
          </li>
        ))}
        {uploads.map((item) => (
          <li key={item.id} className="rounded-xl border border-line p-3 space-y-1.5 min-w-0">
            <p className="text-sm truncate">{t.uploading(item.file.name)}</p>
            {item.problem ? (
              <>
                <p role="alert" className="text-xs text-danger-ink">
                  {item.problem.message}
                </p>
                <span className="flex gap-2">
                  <Button kind="ghost" icon="undo" onPress={() => tryAgain(client, item.id)}>
                    {t.again}
                  </Button>
                  <Button kind="ghost" onPress={() => dropUpload(item.id)}>
                    {t.remove}
                  </Button>
                </span>
              </>
            ) : (
              <div className="flex items-center gap-2">
                <progress value={item.sent} max={1} aria-label={t.uploading(item.file.name)} className="flex-1 h-1.5 accent-accent" />
                <span className="text-xs text-muted">{percent(item.sent)}</span>
              </div>
            )}
          </li>
        ))}
      </ul>
      <Pager hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
      {!reads && (
        <DropZone
          getDropOperation={() => 'copy'}
          onDrop={(event) => {
            void Promise.all(event.items.filter(isFileDropItem).map((item) => item.getFile())).then(send)
          }}
          className="mt-3 flex flex-wrap gap-2 rounded-xl outline-none drop-target:bg-accent-soft drop-target:ring-2 drop-target:ring-accent print:hidden"
        >
          <FileButton icon="clip" onPick={send}>
            {t.attach}
          </FileButton>
          <span className="md:hidden">
            <FileButton icon="camera" camera accept="image/*" onPick={send}>
              {t.takePhoto}
            </FileButton>
          </span>
        </DropZone>
      )}
      {removing && <Remove file={removing} onClose={() => setRemoving(null)} />}
    </Card>
  )
}

function Remove({ file, onClose }: { file: AttachmentView; onClose: () => void }) {
  const write = useWrite({
    send: () => answer(api.DELETE('/api/v1/attachments/{id}', { params: { path: { id: file.id } } })),
    touches: ['/api/v1/requests/{id}'],
    onDone: onClose,
    toast: true,
  })
  return (
    <Dialog
      title={t.removeAttachment(file.name)}
      isOpen
      isAlert
      width="narrow"
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" onPress={() => write.send()} isBusy={write.isSending}>
            {t.remove}
          </Button>
          <Button onPress={onClose}>{t.cancel}</Button>
        </>
      }
    >
      <p className="text-sm text-muted">
        <Bdi>{file.name}</Bdi> · {bytes(file.size_bytes)}
      </p>
    </Dialog>
  )
}
