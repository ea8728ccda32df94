/** Holidays from a file: looked at first, then taken. */
import { useState } from 'react'
import { answer, api } from '@/api/client'
import type { ImportReport } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { Dialog } from '@/components/Dialog'
import { FormErrors } from '@/components/Field'
import { FileButton } from '@/components/FilePick'
import { Pill } from '@/components/Pill'
import { Note, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { t as common } from '@/components/texts'
import { longDay } from '@/lib/dates'
import { number } from '@/lib/numbers'
import { TOUCHES } from './HolidaysTab'
import { t } from './texts'

interface Chosen {
  name: string
  format: 'csv' | 'ics'
  text: string
}

export function HolidayImport({ onClose }: { onClose: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [lunar, setLunar] = useState(false)
  const [report, setReport] = useState<ImportReport | null>(null)
  const send = ({ format, text }: Chosen, isLunar: boolean, dry_run: boolean) => answer(api.POST('/api/v1/calendar/holidays/imports', { params: { query: { dry_run } }, body: { format, text, lunar: isLunar } }))
  const look = useWrite({ send: ({ file, isLunar }: { file: Chosen; isLunar: boolean }) => send(file, isLunar, true), onDone: setReport })
  const take = useWrite({
    send: (file: Chosen) => send(file, lunar, false),
    touches: TOUCHES,
    done: (made) => t.imported(made.lines.filter((line) => line.outcome === 'created').length),
    onDone: onClose,
  })
  const choose = async (file: File | undefined) => {
    if (!file) return
    const found: Chosen = { name: file.name, format: file.name.toLowerCase().endsWith('.ics') ? 'ics' : 'csv', text: await file.text() }
    setChosen(found)
    setReport(null)
    take.reset()
    look.send({ file: found, isLunar: lunar })
  }
  const created = report?.lines.filter((line) => line.outcome === 'created').length ?? 0
  const problem = take.problem ?? look.problem
  return (
    <Dialog
      title={t.importTitle}
      isOpen
      onClose={onClose}
      width="wide"
      stays={chosen !== null}
      actions={
        <>
          {chosen && report && report.errors.length === 0 && created > 0 && (
            <Button kind="primary" isBusy={take.isSending} onPress={() => take.send(chosen)}>
              {t.take}
            </Button>
          )}
          <FileButton kind={chosen ? 'secondary' : 'primary'} icon="clip" several={false} accept=".csv,.ics,text/csv,text/calendar" onPick={([file]) => void choose(file)}>
            {chosen ? t.another : t.choose}
          </FileButton>
          <Button kind="ghost" onPress={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <p className="text-sm text-muted">{t.importLead}</p>
      <Checkbox
        isSelected={lunar}
        onChange={(on) => {
          setLunar(on)
          if (chosen) look.send({ file: chosen, isLunar: on })
        }}
      >
        {t.importLunar}
      </Checkbox>
      {chosen && (
        <p className="font-medium">
          <Bdi>{chosen.name}</Bdi>
        </p>
      )}
      {problem && <FormErrors messages={problem.besides([])} />}
      {look.isSending && <Skeleton rows={4} />}
      {report && report.errors.length > 0 && (
        <Note tone="warning" icon="warning">
          <p className="font-medium">{t.faults}</p>
          <ul>
            {report.errors.map((fault) => (
              <li key={`${fault.line}.${fault.message}`}>
                {t.fault(fault.line)}: {fault.message}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {report && report.errors.length === 0 && created === 0 && <Note icon="check">{t.nothing}</Note>}
      {report && report.lines.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reachable by the keyboard
        <ul tabIndex={0} aria-label={t.importTitle} className="max-h-80 divide-y divide-line overflow-auto rounded-xl border border-line px-3 outline-none focus-visible:focus-ring">
          {report.lines.map((line) => (
            <li key={line.line} className="flex items-center gap-3 py-2 text-sm">
              <span className="w-8 text-muted" title={t.line}>
                {number(line.line)}
              </span>
              <span className="min-w-0 flex-1">
                <Bdi className="block">{line.title}</Bdi>
                <span className="text-xs text-muted">
                  {longDay(line.date)} · {t.kinds[line.kind]}
                </span>
              </span>
              <Pill tone={line.outcome === 'created' ? 'accent' : 'neutral'}>{t.outcomes[line.outcome]}</Pill>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
