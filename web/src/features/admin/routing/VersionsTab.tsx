/** All saved sets of rules; an earlier one can become the draft again. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read, useList } from '@/api/query'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { ListBody } from '@/components/ListBody'
import { Pill } from '@/components/Pill'
import { ErrorPanel, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { dayAndTime } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { code, number } from '@/lib/numbers'
import { useMay } from '@/lib/session'
import { draftOf, type DraftRule } from './draft'
import { RuleText } from './RuleText'
import { t } from './texts'
import { useNames } from './useNames'

export function VersionsTab({ inForce, onUse }: { inForce: number; onUse: (rules: DraftRule[]) => void }) {
  const list = useList('/api/v1/routing/versions', { query: { limit: 50 } })
  const [shown, setShown] = useState<number | null>(null)
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted">{t.versionsLead}</p>
      <ListBody list={list} rows={4} empty={<p className="text-sm text-muted">{t.never}</p>}>
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface px-4">
          {list.items.map((version) => (
            <li key={version.version} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
              <span className="font-medium">{t.version(code(String(version.version)))}</span>
              {version.version === inForce && <Pill tone="success">{t.current}</Pill>}
              <span className="min-w-0 flex-1 basis-48 text-sm text-muted">
                {dayAndTime(version.created_at)}
                {version.created_by && (
                  <>
                    {comma}
                    <Bdi>{version.created_by.name}</Bdi>
                  </>
                )}
                {comma}
                {t.count(version.rules)}
              </span>
              <Button onPress={() => setShown(version.version)}>{t.look}</Button>
            </li>
          ))}
        </ul>
      </ListBody>
      {shown !== null && <Version version={shown} isInForce={shown === inForce} onUse={onUse} onClose={() => setShown(null)} />}
    </div>
  )
}

function Version({ version, isInForce, onUse, onClose }: { version: number; isInForce: boolean; onUse: (rules: DraftRule[]) => void; onClose: () => void }) {
  const query = useQuery(read('/api/v1/routing/versions/{version}', { path: { version } }))
  const names = useNames()
  const manages = useMay('manage_routing')
  const rules = query.data?.rules
  return (
    <Dialog
      title={t.version(code(String(version)))}
      isOpen
      onClose={onClose}
      width="wide"
      {...(manages && rules && !isInForce
        ? {
            actions: (
              <Button kind="primary" onPress={() => onUse(draftOf(rules))}>
                {t.takeAsDraft}
              </Button>
            ),
          }
        : {})}
    >
      {query.error ? <ErrorPanel error={query.error} /> : !rules ? <Skeleton rows={5} /> : null}
      <ol className="divide-y divide-line">
        {rules?.map((rule, i) => (
          <li key={rule.id} className="flex gap-3 py-2.5">
            <span className="text-muted">{number(i + 1)}</span>
            <RuleText rule={rule} names={names} />
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
