/**
 * What was said of one line. It is saved by itself when typing pauses, under the line's own version: who writes in another line is
 * never in the way, and in the same one both texts are shown. Until it is saved it is kept on this device.
 */
import { useEffect, useRef, useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { AgendaItemView, ParagraphView, RemarkView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Conflict } from '@/components/Conflict'
import { TextField } from '@/components/Field'
import { Pill } from '@/components/Pill'
import { Bdi, Code, Written } from '@/components/Text'
import { longDay } from '@/lib/dates'
import { useDraft } from '@/lib/drafts'
import { number } from '@/lib/numbers'
import { useMe } from '@/lib/session'
import { OutcomeDialog } from '../outcomes/OutcomeForm'
import { Outcomes, outcomeTone } from '../outcomes/Outcomes'
import { t } from '../texts'
import { Remarks } from './Remarks'

interface Props {
  meeting: number
  paragraph: ParagraphView
  writes: boolean
  item?: AgendaItemView | undefined
  remarks: readonly RemarkView[]
  onRemark?: (() => void) | undefined
}

export function Paragraph({ meeting, paragraph, writes, item, remarks, onRemark }: Props) {
  const [recording, setRecording] = useState(false)
  return (
    <section id={`paragraph-${paragraph.item_id}`} className="scroll-mt-20 rounded-2xl border border-line bg-surface p-4 md:p-5 space-y-3">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-bold flex-1 min-w-0 basis-60">
          <span className="text-muted font-normal">{number(paragraph.number)}. </span>
          <Bdi>{paragraph.hidden ? t.hiddenLine : paragraph.title}</Bdi>
        </h2>
        {paragraph.request && <Code className="text-sm text-muted">{paragraph.request}</Code>}
        {!paragraph.discussed && <Pill>{t.notDiscussed}</Pill>}
      </header>
      {writes ? <Editor meeting={meeting} paragraph={paragraph} /> : paragraph.text && <Written>{paragraph.text}</Written>}
      {item && writes ? (
        <Outcomes meeting={meeting} item={item} mayChange />
      ) : (
        <ul className="space-y-1.5">
          {paragraph.outcomes.map((outcome) => (
            <li key={`${outcome.kind}${outcome.text}${outcome.due_on ?? ''}`} className="flex items-start gap-2">
              <Pill tone={outcomeTone[outcome.kind]} dot={false}>
                {t.outcomeKinds[outcome.kind]}
              </Pill>
              <div className="min-w-0">
                <Bdi>{outcome.text}</Bdi>
                {(outcome.who || outcome.due_on) && (
                  <span className="block text-sm text-muted">
                    {outcome.who && <Bdi>{outcome.who.name}</Bdi>} {outcome.due_on && longDay(outcome.due_on)}
                  </span>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {((item && writes) || onRemark) && (
        <div className="flex flex-wrap gap-2">
          {item && writes && (
            <Button kind="ghost" icon="plus" onPress={() => setRecording(true)}>
              {t.record}
            </Button>
          )}
          {onRemark && (
            <Button kind="ghost" icon="comment" onPress={onRemark}>
              {t.remark}
            </Button>
          )}
        </div>
      )}
      {remarks.length > 0 && <Remarks meeting={meeting} remarks={remarks} current={paragraph.text} />}
      {recording && item && <OutcomeDialog meeting={meeting} item={item} onClose={() => setRecording(false)} />}
    </section>
  )
}

/** Pause after the last key before it is sent, milliseconds. */
const PAUSE = 1200

function Editor({ meeting, paragraph }: { meeting: number; paragraph: ParagraphView }) {
  const me = useMe()
  const draft = useDraft(me.id, `minutes.${paragraph.item_id}`, paragraph.text)
  /** What the server has, as far as this page knows. */
  const [saved, setSaved] = useState({ text: paragraph.text, version: paragraph.version })
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [theirs, setTheirs] = useState<{ text: string; version: number } | null>(null)
  const text = draft.value
  const latest = useRef({ text, saved })
  latest.current = { text, saved }

  const send = async (value: string, version: number) => {
    setSending(true)
    setProblem(null)
    try {
      const done = await answer(
        api.PUT('/api/v1/meetings/{id}/minutes/paragraphs/{item}', { params: { path: { id: meeting, item: paragraph.item_id }, header: ifMatch(version) }, body: { text: value } }),
      )
      setSaved({ text: value, version: done.version })
      setTheirs(null)
    } catch (thrown) {
      const refused = asProblem(thrown)
      const current = refused.current as { text?: string; version?: number } | null
      if (refused.isStale && typeof current?.version === 'number') setTheirs({ text: current.text ?? '', version: current.version })
      else setProblem(refused)
    } finally {
      setSending(false)
    }
  }
  const submit = useRef(send)
  submit.current = send

  const dirty = text !== saved.text
  useEffect(() => {
    if (!dirty || sending || theirs || problem) return undefined
    const timer = setTimeout(() => void submit.current(latest.current.text, latest.current.saved.version), PAUSE)
    return () => clearTimeout(timer)
  }, [text, dirty, sending, theirs, problem])

  // Somebody else wrote while nothing is being typed here: their text shows.
  const { setValue } = draft
  useEffect(() => {
    if (paragraph.version <= latest.current.saved.version) return
    const untouched = latest.current.text === latest.current.saved.text
    if (!untouched) return
    setSaved({ text: paragraph.text, version: paragraph.version })
    setValue(paragraph.text)
  }, [paragraph.text, paragraph.version, setValue])

  const status = problem ? problem.message : sending ? t.saving : dirty ? t.notSavedYet : saved.version > 0 ? t.keptAlready : null
  return (
    <>
      <TextField
        label={t.said}
        value={text}
        onChange={(value) => {
          setProblem(null)
          draft.setValue(value)
        }}
        onBlur={() => {
          if (dirty && !sending && !theirs) void send(text, saved.version)
        }}
        rows={3}
        error={problem?.at('text')}
      />
      <p role="status" className={problem ? 'text-sm text-danger-ink' : 'text-xs text-muted min-h-5'}>
        {status}{' '}
        {problem && (
          <Button kind="link" onPress={() => void send(text, saved.version)}>
            {t.again}
          </Button>
        )}
      </p>
      {theirs && (
        <Conflict
          isOpen
          differences={[{ name: paragraph.title, yours: text, theirs: theirs.text }]}
          keepMine={t.keepMine}
          takeTheirs={t.takeTheirs}
          isBusy={sending}
          onKeepMine={() => void send(text, theirs.version)}
          onTakeTheirs={() => {
            setSaved(theirs)
            draft.setValue(theirs.text)
            setTheirs(null)
          }}
        />
      )}
    </>
  )
}
