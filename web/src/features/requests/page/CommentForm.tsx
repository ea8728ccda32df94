/** Writing a comment. `@` offers those who may read the request; what is typed is kept until it was sent. */
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { answer, api } from '@/api/client'
import { read } from '@/api/query'
import type { RequestView, UserRef } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { cx } from '@/components/cx'
import { fieldBox, FormErrors, plain } from '@/components/Field'
import { Bdi } from '@/components/Text'
import { useDraft } from '@/lib/drafts'
import { useMay, useMe } from '@/lib/session'
import { t } from './texts'

interface Typed {
  text: string
  internal: boolean
  mentions: UserRef[]
}
const EMPTY: Typed = { text: '', internal: false, mentions: [] }

/** The name that is being typed after an `@`, up to the caret. */
const mentioning = (text: string, caret: number) => /(?:^|\s)@([^@\n]{0,30})$/.exec(text.slice(0, caret))?.[1] ?? null

export function CommentForm({ request }: { request: RequestView }) {
  const me = useMe()
  const id = useId()
  const mayBeInternal = useMay('work_on_requests', 'triage')
  const draft = useDraft<Typed>(me.id, `comment.${request.id}`, EMPTY)
  const { value, setValue } = draft
  const field = useRef<HTMLTextAreaElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const keys = useIdempotencyKey()
  const found = useQuery({
    ...read('/api/v1/requests/{id}/mentionable', { path: { id: String(request.id) }, query: { ...(typed ? { q: typed } : {}), internal: value.internal, limit: 6 } }),
    enabled: typed !== null,
    placeholderData: (before) => before,
  })
  const offers = typed === null ? [] : (found.data?.items ?? [])
  const write = useWrite({
    send: () => {
      const body = { text: value.text.trim(), internal: value.internal, mentions: value.mentions.filter((one) => value.text.includes(one.name)).map((one) => one.id) }
      return answer(api.POST('/api/v1/requests/{id}/comments', { params: { path: { id: String(request.id) }, header: keys.header(body) }, body }))
    },
    touches: ['/api/v1/requests/{id}'],
    done: t.commentSent,
    onDone: () => {
      draft.forget()
      keys.renew()
    },
  })
  const choose = (person: UserRef) => {
    const caret = field.current?.selectionStart ?? value.text.length
    const start = value.text.slice(0, caret).lastIndexOf('@')
    const text = `${value.text.slice(0, start)}@${person.name} ${value.text.slice(caret)}`
    setValue({ ...value, text, mentions: [...value.mentions.filter((one) => one.id !== person.id), person] })
    setTyped(null)
    requestAnimationFrame(() => {
      const end = start + person.name.length + 2
      field.current?.focus()
      field.current?.setSelectionRange(end, end)
    })
  }
  const look = (element: HTMLTextAreaElement) => {
    setTyped(mentioning(element.value, element.selectionStart))
    setAt(0)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      event.preventDefault()
      if (value.text.trim()) write.send()
      return
    }
    if (offers.length === 0) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((at + step + offers.length) % offers.length)
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault()
      const person = offers[at]
      if (person) choose(person)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      setTyped(null)
    }
  }
  return (
    <form
      className="mt-5 pt-4 border-t border-line space-y-2 print:hidden"
      onSubmit={(event) => {
        event.preventDefault()
        write.send()
      }}
    >
      {write.problem && <FormErrors messages={write.problem.besides(['text'])} />}
      <label htmlFor={id} className="text-sm font-medium block">
        {t.comment}
      </label>
      <div className="relative">
        <textarea
          id={id}
          ref={field}
          rows={3}
          maxLength={10_000}
          value={value.text}
          placeholder={t.commentHint}
          aria-invalid={write.problem?.at('text') ? true : undefined}
          aria-describedby={`${id}-error`}
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={offers.length > 0 ? `${id}-${at}` : undefined}
          onChange={(event) => {
            setValue({ ...value, text: event.target.value })
            look(event.target)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setTimeout(() => setTyped(null), 150)}
          className={cx(fieldBox, plain, 'block px-3 py-2 outline-none text-[1rem] md:text-base text-start resize-y field-sizing-content min-h-20 max-h-[50vh] placeholder:text-muted')}
        />
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={t.mention}
          hidden={offers.length === 0}
          className="absolute z-10 start-0 top-full mt-1 min-w-64 max-w-full rounded-xl border border-line bg-raised shadow-overlay p-1"
        >
          {offers.map((person, i) => (
            // The keys are those of the field, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={person.id}
              tabIndex={-1}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === at}
              onClick={() => choose(person)}
              className={cx('rounded-lg px-3 min-h-10 flex items-center cursor-pointer', i === at ? 'bg-accent-soft' : 'hover:bg-neutral-soft')}
            >
              <Bdi>{person.name}</Bdi>
            </div>
          ))}
        </div>
      </div>
      <p id={`${id}-error`} className="text-xs text-danger-ink">
        {write.problem?.at('text')}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" icon="send" isBusy={write.isSending} isDisabled={!value.text.trim()}>
          {t.sendComment}
        </Button>
        {mayBeInternal && (
          <Checkbox isSelected={value.internal} onChange={(internal) => setValue({ ...value, internal })}>
            {t.internal}
          </Checkbox>
        )}
      </div>
    </form>
  )
}
