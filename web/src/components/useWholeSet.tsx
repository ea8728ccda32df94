/** A set that is saved whole over the version that was seen: a draft that is kept, a bar to save it, both versions on 412. */
import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Problem } from '@/api/problem'
import { useWrite } from '@/api/write'
import { Button } from './Button'
import { Conflict } from './Conflict'
import { FormErrors } from './Field'
import { differences } from './FormDialog'
import { useDraft } from '@/lib/drafts'
import { pick } from '@/lib/i18n'
import { useMe } from '@/lib/session'

const t = pick({
  fa: { dirty: 'این تغییرها هنوز ذخیره نشده است.', save: 'ذخیره', discard: 'کنار گذاشتن تغییرها', keepMine: 'نوشتهٔ من ثبت شود', takeTheirs: 'نسخهٔ ثبت‌شده بماند' },
  en: { dirty: 'These changes are not saved yet.', save: 'Save', discard: 'Drop the changes', keepMine: 'Record what I wrote', takeTheirs: 'Keep what is recorded' },
})

interface Whole<R, V> {
  /** Of the draft. */
  name: string
  set: R
  queryKey: QueryKey
  touches: readonly string[]
  saved: string | ((set: R) => string)
  /** Pointers that show their own messages; with `/` at the end all below. */
  shown: (value: V) => string[]
  read: (set: R) => V
  put: (value: V, version: number) => Promise<R>
  tell: (value: V) => [string, ReactNode][]
  dirty?: string
  save?: (version: number) => string
}

export function useWholeSet<R extends { version: number }, V>({ name, set, queryKey, touches, saved, shown, read, put, tell, dirty = t.dirty, save: label = () => t.save }: Whole<R, V>) {
  const me = useMe()
  const client = useQueryClient()
  const recorded = read(set)
  const draft = useDraft(me.id, name, { version: set.version, value: recorded })
  const { value, version } = draft.value
  const isDirty = JSON.stringify(value) !== JSON.stringify(recorded)
  const write = useWrite({
    send: (over: number) => put(value, over),
    touches,
    done: (made) => (typeof saved === 'function' ? saved(made) : saved),
    onDone: (made) => {
      draft.forget()
      // At once, so that what was before does not show in between.
      client.setQueryData(queryKey, made)
    },
  })
  const problem: Problem | null = write.problem
  const current = problem?.isStale ? (problem.current as R | null) : null
  const drop = () => {
    draft.forget()
    write.reset()
  }
  const bar = (
    <>
      {problem && !current && <FormErrors messages={problem.besides(shown(value))} />}
      {isDirty && (
        <div className="sticky bottom-20 z-10 flex flex-wrap items-center gap-3 rounded-2xl border border-line bg-raised p-3 shadow-overlay md:bottom-4">
          <p className="flex-1 basis-60 text-sm">{dirty}</p>
          <Button kind="primary" isBusy={write.isSending} onPress={() => write.send(version)}>
            {label(version + 1)}
          </Button>
          <Button onPress={drop}>{t.discard}</Button>
        </div>
      )}
      {current && (
        <Conflict isOpen differences={differences(tell(value), tell(read(current)))} keepMine={t.keepMine} takeTheirs={t.takeTheirs} isBusy={write.isSending} onKeepMine={() => write.send(current.version)} onTakeTheirs={drop} />
      )}
    </>
  )
  return {
    value,
    isDirty,
    problem,
    bar,
    change: (to: V) => {
      draft.setValue({ version, value: to })
      // Messages point to places in what was sent.
      write.reset()
    },
  }
}
