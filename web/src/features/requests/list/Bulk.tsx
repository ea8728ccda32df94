/** What can be done with all requests that are selected: what the server offers for each of them, to be taken back for some seconds. */
import { useState } from 'react'
import type { Problem } from '@/api/problem'
import type { RequestView, TriageAction } from '@/api/schema'
import { Button } from '@/components/Button'
import { FormErrors } from '@/components/Field'
import { t as common } from '@/components/texts'
import { Actions, commonActions } from '../triage/Actions'
import { Ask, Refused } from '../triage/Ask'
import { useBatch } from '../triage/useBatch'
import { t } from '../texts'

export function Bulk({ chosen, onClear }: { chosen: readonly RequestView[]; onClear: () => void }) {
  const [asking, setAsking] = useState<TriageAction | null>(null)
  const [refused, setRefused] = useState<{ request: RequestView; problem: Problem }[]>([])
  const batch = useBatch((failed) => {
    setRefused(failed)
    if (failed.length > 0) return
    setAsking(null)
    onClear()
  })
  const press = (action: TriageAction) => {
    if (batch.isSending) return
    setRefused([])
    batch.reset()
    // Each is at a desk already: nothing is left to be said.
    if (action === 'accept' && chosen.every((request) => request.desk)) batch.send({ action, requests: [...chosen], body: {} })
    else setAsking(action)
  }
  if (chosen.length === 0) return null
  return (
    <section aria-label={t.bulk} className="sticky bottom-17 z-10 mt-4 space-y-2 rounded-2xl border border-line bg-raised p-3 shadow-overlay md:bottom-4">
      <div className="flex flex-wrap items-center gap-3">
        <p className="flex-1 max-md:order-first text-sm font-medium whitespace-nowrap" role="status">
          {common.selected(chosen.length)}
        </p>
        {commonActions(chosen).length > 0 ? <Actions chosen={chosen} onPress={press} isBusy={batch.isSending} withKeys={false} /> : <p className="text-sm text-muted">{t.bulkNone}</p>}
        <Button kind="ghost" className="max-md:order-first max-md:ms-auto" onPress={onClear}>
          {t.bulkClear}
        </Button>
      </div>
      {batch.problem && !asking && <FormErrors messages={batch.problem.besides([])} />}
      {refused.length > 0 && !asking && <Refused refused={refused} />}
      {asking && (
        <Ask
          key={asking}
          action={asking}
          chosen={[...chosen]}
          problem={batch.problem ?? (chosen.length === 1 ? (refused[0]?.problem ?? null) : null)}
          refused={refused}
          isBusy={batch.isSending}
          onClose={() => setAsking(null)}
          onSend={(body) => batch.decide({ action: asking, requests: [...chosen], body })}
        />
      )}
    </section>
  )
}
