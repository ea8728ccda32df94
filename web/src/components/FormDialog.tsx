/**
 * A form over the page, for a new thing or a change. What is typed is kept as a draft with the version it was typed over;
 * refusals stand at their fields; when somebody else was faster (412), both versions are shown and the person chooses.
 */
import type { ReactNode } from 'react'
import type { Problem } from '@/api/problem'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { useDraft } from '@/lib/drafts'
import { pick } from '@/lib/i18n'
import { useMe } from '@/lib/session'
import { Button } from './Button'
import { Conflict } from './Conflict'
import { DraftLine } from './DraftLine'
import { FormErrors } from './Field'
import { SubmitDialog } from './SubmitDialog'
import { t as common } from './texts'

const t = pick({
  fa: { save: 'ذخیره', keepMine: 'نوشتهٔ من ثبت شود', takeTheirs: 'نسخهٔ ثبت‌شده بماند' },
  en: { save: 'Save', keepMine: 'Record what I wrote', takeTheirs: 'Keep what is recorded' },
})

export interface FormOf<V> {
  value: V
  set: (change: Partial<V>) => void
  /** The message at a field, by its pointer in what is sent: `name`, `steps/0/role`. */
  at: (field: string) => string | undefined
  problem: Problem | null
}

interface Props<V, R extends { version: number }> {
  title: string
  /** The draft's name: `unit.new`, `unit.12`. */
  draft: string
  initial: V
  /** The version that `initial` shows; missing for a new thing. */
  version?: number
  /** Pointers of the fields that show their own messages; all others are said above the form. */
  shown: (value: V) => readonly string[]
  send: (value: V, version: number, key: { 'Idempotency-Key': string }) => Promise<R>
  touches: readonly string[]
  done: string | ((made: R) => string)
  action?: string
  /** For 412: the form's values of what is recorded now, and how to say them. */
  read?: (current: R) => V
  tell?: (value: V) => [name: string, value: ReactNode][]
  /** It sends only what was changed: on 412 the rest is not in question, and stays as somebody else has made it. */
  isPartial?: boolean
  width?: 'normal' | 'wide'
  lead?: ReactNode
  onClose: () => void
  onDone?: (made: R) => void
  children: (form: FormOf<V>) => ReactNode
}

export function FormDialog<V extends object, R extends { version: number }>({ title, draft: name, initial, version = 0, shown, send, touches, done, action = t.save, read, tell, isPartial = false, width = 'normal', lead, onClose, onDone, children }: Props<V, R>) {
  const me = useMe()
  const key = useIdempotencyKey()
  const draft = useDraft(me.id, name, { version, value: initial })
  const { value } = draft.value
  const write = useWrite({
    send: (over: number) => send(value, over, key.header(value)),
    touches,
    done,
    onDone: (made) => {
      draft.forget()
      onDone?.(made)
      onClose()
    },
  })
  const { problem } = write
  const current = problem?.isStale && read && tell ? (problem.current as R | null) : null
  const submit = (over: number) => write.sendAsync(over)
  const set = (change: Partial<V>) => draft.setValue((old) => ({ ...old, value: { ...old.value, ...change } }))
  const isRestored = draft.restoredAt !== null || draft.keptAt !== null

  return (
    <SubmitDialog
      title={title}
      action={action}
      isBusy={write.isSending}
      onSubmit={() => submit(draft.value.version)}
      onClose={onClose}
      width={width}
      lead={lead}
      more={
        draft.keptAt !== null && (
          <Button
            kind="ghost"
            className="ms-auto"
            onPress={() => {
              draft.forget()
              write.reset()
            }}
          >
            {common.startOver}
          </Button>
        )
      }
      renderOver={(sent) =>
        current &&
        read &&
        tell && (
          <Conflict
            isOpen
            differences={differences(tell(value), tell(read(current)), isPartial ? tell(initial) : undefined)}
            keepMine={t.keepMine}
            takeTheirs={t.takeTheirs}
            isBusy={write.isSending}
            onKeepMine={() => sent(submit(current.version))}
            onTakeTheirs={() => {
              draft.forget()
              onClose()
            }}
          />
        )
      }
    >
      {problem && !current && <FormErrors messages={problem.besides([...shown(value)])} />}
      {children({ value, set, at: (field) => problem?.at(field), problem })}
      {isRestored && (
        <DraftLine
          restoredAt={draft.restoredAt}
          keptAt={draft.keptAt}
          onForget={() => {
            draft.forget()
            write.reset()
          }}
        />
      )}
    </SubmitDialog>
  )
}

/** Only what differs; the texts are compared, as they are what the person sees. With `before`, only what this person has changed. */
export function differences(mine: [string, ReactNode][], theirs: [string, ReactNode][], before?: [string, ReactNode][]) {
  const same = (a: ReactNode, b: ReactNode) => JSON.stringify(a ?? '') === JSON.stringify(b ?? '')
  return mine.flatMap(([name, yours], i) => {
    const other = theirs[i]?.[1]
    if (before && same(yours, before[i]?.[1])) return []
    return same(yours, other) ? [] : [{ name, yours: yours || '—', theirs: other || '—' }]
  })
}
