/** The ordered rules, as a draft that is tried and then saved whole. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { DryRunReport, RuleSet } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Conflict } from '@/components/Conflict'
import { FormErrors } from '@/components/Field'
import { Sequence } from '@/components/Sequence'
import { Empty } from '@/components/States'
import { dayAndTime } from '@/lib/dates'
import { useDraft } from '@/lib/drafts'
import { comma } from '@/lib/i18n'
import { code } from '@/lib/numbers'
import { useMay, useMe } from '@/lib/session'
import { say } from '@/lib/toasts'
import { copyOf, draftOf, emptyRule, isSame, messagesAt, sent, type DraftRule } from './draft'
import { DryRun } from './DryRun'
import { RuleDialog } from './RuleDialog'
import { RuleText, Said } from './RuleText'
import { whenOf, whereOf } from './sentences'
import { t } from './texts'
import { useNames } from './useNames'

export const DRAFT = 'routing.rules'
export interface Kept {
  /** The version that the draft was begun over. */
  version: number
  rules: DraftRule[]
}

export function RulesTab({ set }: { set: RuleSet }) {
  const me = useMe()
  const manages = useMay('manage_routing')
  const names = useNames()
  const client = useQueryClient()
  const recorded = draftOf(set.rules)
  const draft = useDraft<Kept>(me.id, DRAFT, { version: set.version, rules: recorded })
  const { rules, version } = draft.value
  const isDirty = manages && !isSame(rules, recorded)
  const [open, setOpen] = useState<{ rule: DraftRule; place: number; isNew: boolean } | null>(null)
  const [report, setReport] = useState<DryRunReport | null>(null)

  const save = useWrite({
    send: (over: number) => answer(api.PUT('/api/v1/routing/rules', { params: { header: ifMatch(over) }, body: { rules: sent(rules) } })),
    touches: ['/api/v1/routing'],
    done: (made) => t.saved(code(String(made.version))),
    onDone: (made) => {
      draft.forget()
      // At once, so that the old rules do not show in between.
      client.setQueryData(read('/api/v1/routing/rules').queryKey, made)
    },
  })
  const run = useWrite({
    send: () => answer(api.POST('/api/v1/routing/dry-runs', { body: { rules: sent(rules), last: 200 } })),
    onDone: setReport,
  })
  const change = (to: DraftRule[]) => {
    draft.setValue({ version, rules: to })
    // Messages point to places in the old order.
    save.reset()
    run.reset()
  }
  const remove = (at: number) => {
    const before = rules
    change(rules.toSpliced(at, 1))
    say(t.removed, 'neutral', { action: { label: t.undo, run: () => change(before) } })
  }
  const problem = save.problem ?? run.problem
  const current = save.problem?.isStale ? (save.problem.current as RuleSet | null) : null
  const told = (list: readonly Pick<DraftRule, 'name' | 'conditions' | 'target'>[]) => list.map((rule, i) => `${code(String(i + 1))}. ${rule.name}\n${whenOf(rule.conditions, names)}${comma}${whereOf(rule.target, names)}`).join('\n')
  const warnings = isDirty ? [] : set.warnings

  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-3">
        <p className="flex-1 basis-60 text-sm text-muted">{set.created_at ? t.inForce(code(String(set.version)), dayAndTime(set.created_at), set.created_by?.name ?? '') : t.never}</p>
        {manages && (
          <>
            <Button isBusy={run.isSending} isDisabled={rules.length === 0} onPress={() => run.send()}>
              {t.dryRun}
            </Button>
            <Button kind={isDirty ? 'secondary' : 'primary'} icon="plus" onPress={() => setOpen({ rule: emptyRule(), place: rules.length, isNew: true })}>
              {t.add}
            </Button>
          </>
        )}
      </div>
      {problem && !current && <FormErrors messages={problem.besides(rules.map((_, i) => `rules/${i}/`))} />}
      {rules.length === 0 ? (
        <Empty icon="rules" title={t.none}>
          {t.noneLead}
        </Empty>
      ) : (
        <Sequence
          label={t.title}
          items={rules}
          keyOf={(rule) => rule.key}
          nameOf={(rule) => rule.name || t.unnamed}
          {...(manages
            ? {
                onOrder: change,
                onOpen: (rule: DraftRule, place: number) => setOpen({ rule, place, isNew: false }),
                options: [
                  { id: 'edit', name: t.edit, icon: 'edit' as const },
                  { id: 'copy', name: t.copy, icon: 'plus' as const },
                  { id: 'remove', name: t.remove, icon: 'trash' as const, isDanger: true },
                ],
                onAction: (id: string, rule: DraftRule, place: number) => {
                  if (id === 'edit') setOpen({ rule, place, isNew: false })
                  else if (id === 'copy') change(rules.toSpliced(place + 1, 0, copyOf(rule, t.copyName(rule.name))))
                  else remove(place)
                },
              }
            : {})}
        >
          {(rule, at) => (
            <RuleText rule={rule} names={names}>
              <Said tone="warning" messages={messagesAt(warnings, at)} />
              <Said tone="danger" messages={messagesAt(problem?.errors ?? [], at)} />
            </RuleText>
          )}
        </Sequence>
      )}
      {isDirty && (
        <div className="sticky bottom-20 md:bottom-4 z-10 flex flex-wrap items-center gap-3 rounded-2xl border border-line bg-raised p-3 shadow-overlay">
          <p className="flex-1 basis-60 text-sm">{t.dirty}</p>
          <Button kind="primary" isBusy={save.isSending} onPress={() => save.send(version)}>
            {t.save(code(String(version + 1)))}
          </Button>
          <Button
            onPress={() => {
              draft.forget()
              save.reset()
            }}
          >
            {t.discard}
          </Button>
        </div>
      )}
      {open && (
        <RuleDialog
          rule={open.rule}
          place={open.place}
          draft={open.isNew ? 'new' : open.rule.key}
          at={(field) => problem?.at(`rules/${open.place}/${field}`)}
          onTake={(rule) => {
            change(open.isNew ? [...rules, rule] : rules.map((old) => (old.key === rule.key ? rule : old)))
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {report && <DryRun report={report} onClose={() => setReport(null)} />}
      {current && (
        <Conflict
          isOpen
          differences={[{ name: t.theRules, yours: told(rules), theirs: told(current.rules) }]}
          keepMine={t.keepMine}
          takeTheirs={t.takeTheirs}
          isBusy={save.isSending}
          onKeepMine={() => save.send(current.version)}
          onTakeTheirs={() => {
            draft.forget()
            save.reset()
          }}
        />
      )}
    </div>
  )
}
