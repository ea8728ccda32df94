/** By when requests have to be triaged, answered and done: the policies, and which line applies to what. */
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { Category, Priority, SlaPolicies } from '@/api/schema'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { Select } from '@/components/Pick'
import { Pill } from '@/components/Pill'
import { ErrorPanel, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { dayAndTime, minutes, today } from '@/lib/dates'
import { CATEGORIES, categoryName, priorityName } from '@/lib/labels'
import { code } from '@/lib/numbers'
import { useMay } from '@/lib/session'
import { useWholeSet } from '@/components/useWholeSet'
import { inDays, scopeOf, workingDay, type Named } from './lines'
import { LineDialog } from './LineDialog'
import { t } from './texts'

export const PRIORITIES = (Object.keys(priorityName) as Priority[]).map((id) => ({ id, name: priorityName[id] }))
export const CATEGORY_OPTIONS = CATEGORIES.map((id) => ({ id, name: categoryName[id] }))

/** Minutes of a usual working day today. */
function useWorkingDay() {
  const hours = useQuery(read('/api/v1/calendar/hours'))
  const period = hours.data?.periods.findLast((one) => one.valid_from <= today())
  return period ? workingDay(period.week) : 0
}

export function SlaPage() {
  const query = useQuery(read('/api/v1/sla-policies'))
  return (
    <>
      <PageHeader title={t.title}>
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.lead}</p>
      </PageHeader>
      {query.error ? <ErrorPanel error={query.error} again={() => void query.refetch()} /> : query.data ? <Policies key={query.data.version} set={query.data} /> : <Skeleton rows={6} />}
    </>
  )
}

function Policies({ set }: { set: SlaPolicies }) {
  // No permission of its own: what stands in rules, triage and deadlines is the director's.
  const manages = useMay('triage')
  const day = useWorkingDay()
  const [open, setOpen] = useState<{ line: Named | null; at: number } | null>(null)
  const told = (lines: readonly Named[]) => lines.map((line) => `${scopeOf(line)}: ${[line.triage_minutes, line.first_response_minutes, line.resolve_minutes].map(minutes).join(' / ')}`).join('\n')
  const { value: lines, change, problem, bar } = useWholeSet<SlaPolicies, Named[]>({
    name: 'sla-policies',
    set,
    queryKey: read('/api/v1/sla-policies').queryKey,
    touches: ['/api/v1/sla-policies', '/api/v1/requests'],
    saved: t.saved,
    dirty: t.dirty,
    save: (version) => t.version(code(String(version))),
    shown: (value) => value.map((_, i) => `policies/${i}/`),
    read: (policies) => policies.policies,
    put: (policies, version) => answer(api.PUT('/api/v1/sla-policies', { params: { header: ifMatch(version) }, body: { policies } })),
    tell: (value) => [[t.title, told(value)]],
  })
  const faults = (at: number) => problem?.errors.filter(({ pointer }) => pointer === `/policies/${at}` || pointer.startsWith(`/policies/${at}/`)) ?? []
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(17rem,1fr)]">
      <div className="min-w-0 space-y-4">
        <div className="flex flex-wrap items-center gap-3">
          <p className="flex-1 basis-60 text-sm text-muted">{set.created_at ? t.inForce(code(String(set.version)), dayAndTime(set.created_at)) : t.builtIn}</p>
          {manages && (
            <Button icon="plus" onPress={() => setOpen({ line: null, at: lines.length })}>
              {t.add}
            </Button>
          )}
        </div>
        <ul className="space-y-2.5">
          {lines.map((line, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines are nothing but their place
            <li key={at} className="rounded-2xl border border-line bg-surface p-4">
              <div className="flex items-start gap-2">
                <h2 className="min-w-0 flex-1 font-medium">
                  <Bdi>{scopeOf(line)}</Bdi>
                  {line.name && <span className="block text-xs font-normal text-muted">{t.namedNote}</span>}
                </h2>
                {manages && (
                  <Menu
                    label={t.actions(scopeOf(line))}
                    trigger={<IconButton label={t.actions(scopeOf(line))} icon="more" className="-my-1" />}
                    options={[
                      { id: 'edit', name: t.edit, icon: 'edit' },
                      { id: 'remove', name: t.remove, icon: 'trash', isDanger: true },
                    ]}
                    onAction={(id) => (id === 'edit' ? setOpen({ line, at }) : change(lines.toSpliced(at, 1)))}
                  />
                )}
              </div>
              <dl className="grid grid-cols-3 gap-3 pt-1">
                <Time name={t.triage} value={line.triage_minutes} day={day} />
                <Time name={t.response} value={line.first_response_minutes} day={day} />
                <Time name={t.resolve} value={line.resolve_minutes} day={day} />
              </dl>
              {faults(at).map((fault) => (
                <p key={fault.pointer} role="alert" className="pt-2 text-sm text-danger-ink">
                  {fault.message}
                </p>
              ))}
            </li>
          ))}
        </ul>
        {bar}
      </div>
      <Explain />
      {open && (
        <LineDialog
          line={open.line}
          day={day}
          draft={open.line ? String(open.at) : 'new'}
          at={(field) => problem?.at(`policies/${open.at}/${field}`)}
          onTake={(line) => {
            change(open.line ? lines.with(open.at, line) : [...lines, line])
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}

function Time({ name, value, day }: { name: string; value: number; day: number }): ReactNode {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd>
        {minutes(value)}
        <span className="block text-xs text-muted">{inDays(value, day)}</span>
      </dd>
    </div>
  )
}

function Explain() {
  const [category, setCategory] = useState<Category | null>(null)
  const [priority, setPriority] = useState<Priority>('normal')
  const query = useQuery({ ...read('/api/v1/sla-policies/explain', { query: { category: category ?? 'other', priority } }), enabled: category !== null })
  const lines = query.data?.lines.toSorted((a, b) => Number(b.chosen) - Number(a.chosen))
  return (
    <Card title={t.explain}>
      <div className="space-y-3">
        <p className="text-sm text-muted">{t.explainLead}</p>
        <Select label={t.category} options={CATEGORY_OPTIONS} value={category} onChange={setCategory} />
        <Select label={t.priority} options={PRIORITIES} value={priority} onChange={(to) => setPriority(to ?? 'normal')} />
        {query.error && <ErrorPanel error={query.error} />}
        <ul className="divide-y divide-line" aria-live="polite">
          {lines?.map((line, i) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={i} className="space-y-0.5 py-2 text-sm">
              <div className="flex flex-wrap items-center gap-2">
                <Bdi className="min-w-0 flex-1 font-medium">{scopeOf(line.policy)}</Bdi>
                {line.chosen && <Pill tone="success">{t.applies}</Pill>}
              </div>
              <p className="text-muted">{line.reason}</p>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
