/** The form of one category. What is typed is kept on this device until it is filed; what is alike is offered meanwhile. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { answer, api } from '@/api/client'
import { read } from '@/api/query'
import type { Category, CreateRequest, Priority } from '@/api/schema'
import { useFreshErrors, useIdempotencyKey, useWrite } from '@/api/write'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { Checkbox } from '@/components/Check'
import { DetailsForm } from '@/components/details/DetailsForm'
import { blank, changedFields, filled, type Details, type Root } from '@/components/details/schema'
import { DraftLine } from '@/components/DraftLine'
import { focusFirstError, FormErrors, TextField } from '@/components/Field'
import { FileButton } from '@/components/FilePick'
import { Icon } from '@/components/Icon'
import { PageHeader } from '@/components/PageHeader'
import { ComboBox, Segments } from '@/components/Pick'
import { CategoryIcon, RequestLine, requestKey } from '@/components/Request'
import { ErrorPanel, Note, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { useCategories } from '@/components/useCategories'
import { useOwnUnits } from '@/components/useDirectory'
import { useDraft } from '@/lib/drafts'
import { priorityName } from '@/lib/labels'
import { bytes, codeText } from '@/lib/numbers'
import { useMe } from '@/lib/session'
import { say } from '@/lib/toasts'
import { LARGEST, upload } from '../uploads'
import { t } from './texts'

export interface Typed {
  unit_id: number | null
  title: string
  description: string
  details: Details
  priority: Priority
  private: boolean
}

export function NewForm({ category }: { category: Category }) {
  const categories = useCategories()
  const found = categories.data?.items.find((item) => item.key === category)
  if (categories.error) return <ErrorPanel error={categories.error} again={() => void categories.refetch()} />
  if (!found) return <Skeleton rows={8} className="pt-10" />
  return <Filling category={category} title={found.title} description={found.description} root={found.schema as Root} />
}

function Filling({ category, title, description, root }: { category: Category; title: string; description: string; root: Root }) {
  const me = useMe()
  const units = useOwnUnits()
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const [start] = useState<Typed>(() => ({ unit_id: null, title: '', description: '', details: blank(root, root), priority: 'normal', private: false }))
  const draft = useDraft<Typed>(me.id, `request.new.${category}`, start)
  const { value, setValue } = draft
  const [files, setFiles] = useState<File[]>([])
  const keys = useIdempotencyKey()
  const unitId = value.unit_id ?? (units.length === 1 ? (units[0]?.id ?? null) : null)
  const set = (change: Partial<Typed>) => {
    const fields = Object.keys(change).flatMap((name) => (name === 'details' ? changedFields(value.details, change.details ?? {}).map((field) => `details/${field}`) : [name]))
    errors.change(fields)
    setValue({ ...value, ...change })
  }

  const write = useWrite({
    send: (asDraft: boolean) => {
      const body: CreateRequest = {
        category,
        unit_id: unitId ?? 0,
        title: value.title.trim(),
        description: value.description.trim(),
        details: filled(value.details),
        priority: value.priority,
        private: value.private,
        draft: asDraft,
      }
      return answer(api.POST('/api/v1/requests', { params: { header: keys.header(body) }, body }))
    },
    touches: ['/api/v1/requests', '/api/v1/triage'],
    onDone: (request) => {
      if (!request) return
      say(request.number ? t.submitted(codeText(request.number)) : t.saved)
      if (files.length > 0) upload(client, request.id, files)
      draft.forget()
      keys.renew()
      void navigate({ to: '/requests/$key', params: { key: requestKey(request) } })
    },
  })
  const errors = useFreshErrors(write.problem)
  const problem = errors.problem
  const submit = (asDraft: boolean) => {
    // Entries that were left empty are not sent: they go from the form too, so that messages find their places.
    setValue({ ...value, details: { ...blank(root, root), ...filled(value.details) } })
    write.sendAsync(asDraft).catch(() => focusFirstError(form.current))
  }
  const pickFiles = (picked: File[]) => {
    for (const file of picked.filter((one) => one.size > LARGEST)) say(t.tooLarge(file.name), 'danger')
    setFiles([...files, ...picked.filter((file) => file.size <= LARGEST)])
  }

  return (
    <div className="max-w-3xl">
      <PageHeader
        title={title}
        window={`${t.title}: ${title}`}
        above={
          <Link to="/requests/new" className="text-accent underline-offset-4 hover:underline">
            {t.change}
          </Link>
        }
      >
        <p className="text-muted flex items-center gap-3 pt-1">
          <CategoryIcon category={category} />
          {description}
        </p>
      </PageHeader>
      <Form
        ref={form}
        validationBehavior="aria"
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit(false)
        }}
      >
        {draft.restoredAt && !draft.keptAt && <DraftLine restoredAt={draft.restoredAt} keptAt={null} onForget={draft.forget} />}
        {problem && <FormErrors messages={problem.besides(['unit_id', 'title', 'description', 'details/', 'priority', 'private'])} />}
        <Card title={t.general}>
          <div className="space-y-4">
            {units.length > 1 ? (
              <ComboBox label={t.unit} isRequired options={units} value={unitId} onChange={(unit_id) => set({ unit_id })} error={problem?.at('unit_id')} />
            ) : (
              units[0] && (
                <p className="text-sm">
                  <span className="text-muted">{t.unit}: </span>
                  <Bdi>{units[0].name}</Bdi>
                </p>
              )
            )}
            <TextField label={t.titleField} hint={t.titleHint} isRequired maxLength={300} value={value.title} onChange={(to) => set({ title: to })} error={problem?.at('title')} />
            <Similar title={value.title} category={category} unit={unitId} />
            <TextField label={t.description} hint={t.descriptionHint} rows={5} maxLength={20_000} value={value.description} onChange={(to) => set({ description: to })} error={problem?.at('description')} />
          </div>
        </Card>
        <Card title={t.details}>
          <DetailsForm root={root} value={value.details} onChange={(details) => set({ details })} problem={problem} />
        </Card>
        <Card title={t.files}>
          <p className="text-sm text-muted pb-3">{t.filesHint}</p>
          {files.length > 0 && (
            <ul className="space-y-2 pb-3">
              {files.map((file, i) => (
                // oxlint-disable-next-line react/no-array-index-key -- two photos may have one name
                <li key={i} className="flex items-center gap-3 rounded-xl border border-line px-3 py-1.5">
                  <Preview file={file} />
                  <span className="min-w-0 flex-1 text-sm">
                    <Bdi className="block truncate">{file.name}</Bdi>
                    <span className="text-xs text-muted">{bytes(file.size)}</span>
                  </span>
                  <IconButton label={t.remove(file.name)} icon="close" onPress={() => setFiles(files.filter((_, j) => j !== i))} />
                </li>
              ))}
            </ul>
          )}
          <div className="flex flex-wrap gap-2">
            <FileButton icon="camera" camera accept="image/*" onPick={pickFiles}>
              {t.photo}
            </FileButton>
            <FileButton icon="clip" onPick={pickFiles}>
              {t.file}
            </FileButton>
          </div>
        </Card>
        <Card title={t.more}>
          <div className="space-y-3">
            <Segments
              label={t.priority}
              value={value.priority}
              onChange={(priority) => set({ priority })}
              options={(['normal', 'urgent', 'very_urgent'] as const).map((id) => ({ id, name: priorityName[id] }))}
            />
            <Checkbox isSelected={value.private} onChange={(on) => set({ private: on })} hint={t.privateHint}>
              {t.private}
            </Checkbox>
          </div>
        </Card>
        <div className="sticky bottom-15 md:bottom-0 z-10 -mx-4 md:mx-0 px-4 md:px-0 py-3 bg-canvas border-t border-line md:border-0 flex flex-wrap items-center gap-3">
          <Button type="submit" kind="primary" isBusy={write.isSending}>
            {t.submit}
          </Button>
          <Button onPress={() => submit(true)} isDisabled={write.isSending}>
            {t.saveDraft}
          </Button>
          <DraftLine restoredAt={null} keptAt={draft.keptAt} onForget={draft.forget} />
        </div>
      </Form>
    </div>
  )
}

/** A picked photo, small; other files by their icon. */
function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!file.type.startsWith('image/')) return undefined
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url ? <img src={url} alt="" className="size-10 rounded-lg object-cover" /> : <Icon name="clip" />
}

/** Requests like the one that is being typed, among those that this person may see. */
function Similar({ title, category, unit }: { title: string; category: Category; unit: number | null }) {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(title.trim()), 600)
    return () => clearTimeout(timer)
  }, [title])
  const similar = useQuery({
    ...read('/api/v1/requests/similar', { query: { title: asked, category, ...(unit ? { unit_id: unit } : {}) } }),
    enabled: asked.length >= 6,
    placeholderData: (before) => before,
  })
  const found = asked.length >= 6 ? (similar.data?.items ?? []).slice(0, 3) : []
  return (
    <div aria-live="polite">
      {found.length > 0 && (
        <Note tone="accent" icon="info">
          <p className="font-medium">{t.similar}</p>
          <p>{t.similarLead}</p>
          <div className="text-ink pt-1">
            {found.map((request) => (
              <RequestLine key={request.id} request={request} newTab />
            ))}
          </div>
        </Note>
      )}
    </div>
  )
}
