/** Units or people from a file: looked at first, with what each row does and what is wrong by row and column; then taken, whole or not at all. */
import { useState } from 'react'
import { answer, api } from '@/api/client'
import type { TableFault, TableImport as Report } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { Dialog } from '@/components/Dialog'
import { FormErrors } from '@/components/Field'
import { FileButton } from '@/components/FilePick'
import { Icon } from '@/components/Icon'
import { Pill } from '@/components/Pill'
import { Note, Skeleton } from '@/components/States'
import { Bdi, Code } from '@/components/Text'
import { t as common } from '@/components/texts'
import { comma, pick } from '@/lib/i18n'
import { bytes, number } from '@/lib/numbers'

const t = pick({
  fa: {
    titles: { units: 'ورود واحدها از پرونده', users: 'ورود افراد از پرونده' },
    lead: 'پروندهٔ CSV یا Excel، با سرستون فارسی یا انگلیسی. نخست بررسی می‌شود و نتیجه را می‌بینید؛ تا تأیید نکنید چیزی تغییر نمی‌کند.',
    columns: {
      units: 'ستون‌ها: نام واحد، نوع، واحد بالادست، رایانامهٔ مسئول واحد، تعداد کارکنان، رایانامهٔ واحد، فعال. خروجی همین صفحه را می‌توان ویرایش کرد و دوباره وارد کرد.',
      users: 'خروجی همین صفحه ستون‌های درست را دارد؛ آن را ویرایش و دوباره وارد کنید.',
    },
    choose: 'گزینش پرونده',
    another: 'پروندهٔ دیگر',
    again: 'بررسی دوباره',
    created: (n: number) => `${number(n)} تازه`,
    changed: (n: number) => `${number(n)} تغییر`,
    unchanged: (n: number) => `${number(n)} بی‌تغییر`,
    wrong: (n: number) => `${number(n)} اشکال`,
    faults: 'اشکال‌ها را در پرونده درست کنید و دوباره برگزینید؛ تا اشکالی باشد هیچ ردیفی وارد نمی‌شود.',
    more: (n: number) => `و ${number(n)} مورد دیگر`,
    row: 'ردیف',
    column: 'ستون',
    file: 'پرونده',
    wholeRow: 'همهٔ ردیف',
    what: 'شرح',
    name: 'نام',
    outcome: { created: 'تازه', changed: 'تغییر', unchanged: 'بی‌تغییر' },
    fields: 'آنچه عوض می‌شود',
    nothing: 'این پرونده چیزی را تغییر نمی‌دهد.',
    take: 'وارد شود',
    invite: 'به هر فرد تازه دعوت‌نامه فرستاده شود',
    done: (n: number) => `${number(n)} ردیف وارد شد.`,
    notes: 'بدانید',
  },
  en: {
    titles: { units: 'Import units', users: 'Import people' },
    lead: 'A CSV or Excel file with Persian or English headings. It is looked at first and you see what would come of it; nothing changes until you say so.',
    columns: {
      units: 'Columns: name, kind, parent, head_email, staff_count, email, active. What this page exports can be edited and imported again.',
      users: 'What this page exports has the right columns: edit it and import it again.',
    },
    choose: 'Choose a file',
    another: 'Another file',
    again: 'Look at it again',
    created: (n: number) => `${number(n)} new`,
    changed: (n: number) => `${number(n)} changed`,
    unchanged: (n: number) => `${number(n)} unchanged`,
    wrong: (n: number) => `${number(n)} errors`,
    faults: 'Mend these in the file and choose it again; as long as there is an error, no row is taken.',
    more: (n: number) => `and ${number(n)} more`,
    row: 'Row',
    column: 'Column',
    file: 'File',
    wholeRow: 'the row',
    what: 'What',
    name: 'Name',
    outcome: { created: 'New', changed: 'Changed', unchanged: 'Unchanged' },
    fields: 'What changes',
    nothing: 'This file changes nothing.',
    take: 'Import',
    invite: 'Mail an invitation to each new person',
    done: (n: number) => `${number(n)} rows are taken.`,
    notes: 'To be known',
  },
})

/** Rows that are shown; the rest is counted. */
const SHOWN = 200
const TYPES = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

function send(kind: 'units' | 'users', file: File, dry_run: boolean, invite: boolean): Promise<Report> {
  const headers = { 'content-type': file.name.toLowerCase().endsWith('.xlsx') ? TYPES.xlsx : TYPES.csv }
  // The body is the file itself; the client would make JSON of it.
  const raw = { body: file as unknown as string, bodySerializer: (body: unknown) => body as BodyInit, headers }
  return kind === 'units'
    ? answer(api.POST('/api/v1/units/imports', { params: { query: { dry_run } }, ...raw }))
    : answer(api.POST('/api/v1/users/imports', { params: { query: { dry_run, invite } }, ...raw }))
}

export function TableImport({ kind, onClose }: { kind: 'units' | 'users'; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [invite, setInvite] = useState(true)
  const [report, setReport] = useState<Report | null>(null)
  const look = useWrite({ send: (chosen: File) => send(kind, chosen, true, invite), onDone: setReport })
  const take = useWrite({
    send: (chosen: File) => send(kind, chosen, false, invite),
    touches: ['/api/v1/units', '/api/v1/users', '/api/v1/desks'],
    done: (made) => t.done(made.created + made.changed),
    onDone: onClose,
  })
  const choose = (chosen: File | undefined) => {
    if (!chosen) return
    setFile(chosen)
    setReport(null)
    take.reset()
    look.send(chosen)
  }
  const problem = take.problem ?? look.problem
  const ready = report !== null && report.errors.length === 0 && report.created + report.changed > 0
  return (
    <Dialog
      title={t.titles[kind]}
      isOpen
      onClose={onClose}
      width="wide"
      stays={file !== null}
      actions={
        <>
          {ready && file && (
            <Button kind="primary" isBusy={take.isSending} onPress={() => take.send(file)}>
              {t.take}
            </Button>
          )}
          <FileButton kind={file ? 'secondary' : 'primary'} icon="clip" several={false} accept={['.csv', '.xlsx', TYPES.csv, TYPES.xlsx].join(',')} onPick={([chosen]) => choose(chosen)}>
            {file ? t.another : t.choose}
          </FileButton>
          <Button kind="ghost" onPress={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <p className="text-sm text-muted">{t.lead}</p>
      <p className="text-sm text-muted">{t.columns[kind]}</p>
      {kind === 'users' && (
        <Checkbox isSelected={invite} onChange={setInvite}>
          {t.invite}
        </Checkbox>
      )}
      {file && (
        <p className="flex flex-wrap items-center gap-2">
          <Icon name="clip" />
          <Bdi className="font-medium">{file.name}</Bdi>
          <span className="text-sm text-muted">{bytes(file.size)}</span>
        </p>
      )}
      {problem && <FormErrors messages={problem.besides([])} />}
      {look.isSending && <Skeleton rows={4} />}
      {report && (
        <div role="status" className="flex flex-wrap gap-2">
          {report.errors.length > 0 && <Pill tone="danger">{t.wrong(report.errors.length + report.more_errors)}</Pill>}
          <Pill tone="accent">{t.created(report.created)}</Pill>
          <Pill tone="warning">{t.changed(report.changed)}</Pill>
          <Pill>{t.unchanged(report.unchanged)}</Pill>
        </div>
      )}
      {report && report.errors.length > 0 && (
        <>
          <Note tone="warning" icon="warning">
            {t.faults}
          </Note>
          <Faults faults={report.errors} more={report.more_errors} />
        </>
      )}
      {report && report.notes.length > 0 && (
        <section>
          <h3 className="text-sm font-medium pb-1">{t.notes}</h3>
          <Faults faults={report.notes} more={0} />
        </section>
      )}
      {report && report.errors.length === 0 && report.rows.length === 0 && <Note icon="check">{t.nothing}</Note>}
      {report && report.rows.length > 0 && (
        <Rows head={[t.row, t.name, '', t.fields]} more={report.rows.length - SHOWN}>
          {report.rows.slice(0, SHOWN).map((row) => (
            <tr key={row.row} className="border-t border-line">
              <td className="px-3 py-1.5 text-muted">{number(row.row)}</td>
              <td className="px-3 py-1.5">
                <Bdi>{row.name}</Bdi>
              </td>
              <td className="px-3 py-1.5">
                <Pill tone={row.outcome === 'created' ? 'accent' : 'warning'}>{t.outcome[row.outcome]}</Pill>
              </td>
              <td className="px-3 py-1.5 text-muted">
                <bdi dir="ltr">{row.fields.join(', ')}</bdi>
              </td>
            </tr>
          ))}
        </Rows>
      )}
    </Dialog>
  )
}

const Faults = ({ faults, more }: { faults: readonly TableFault[]; more: number }) => (
  <Rows head={[t.row, t.column, t.what]} more={more}>
    {faults.map((fault) => (
      <tr key={fault.pointer + fault.message} className="border-t border-line">
        <td className="px-3 py-1.5 text-muted">{fault.row ? number(fault.row) : t.file}</td>
        <td className="px-3 py-1.5 text-muted">{fault.column ? <Code>{fault.column}</Code> : fault.row ? t.wholeRow : null}</td>
        <td className="px-3 py-1.5" dir="auto">
          {fault.message}
        </td>
      </tr>
    ))}
  </Rows>
)

function Rows({ head, more, children }: { head: string[]; more: number; children: React.ReactNode }) {
  return (
    // A box that scrolls has to be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div tabIndex={0} role="region" aria-label={head.filter(Boolean).join(comma)} className="max-h-80 overflow-auto rounded-xl border border-line outline-none focus-visible:focus-ring">
      <table className="w-full text-sm">
        <thead className="sticky top-0 bg-raised">
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" className="px-3 py-2 text-start text-xs font-medium text-muted">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {more > 0 && <p className="border-t border-line px-3 py-2 text-sm text-muted">{t.more(more)}</p>}
    </div>
  )
}
