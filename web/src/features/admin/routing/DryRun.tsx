/** What a draft of the rules would have done with the last requests. */
import { Link } from '@tanstack/react-router'
import type { Difference, DryRunReport, RuleWarning } from '@/api/schema'
import { Dialog } from '@/components/Dialog'
import { Pill } from '@/components/Pill'
import { Note } from '@/components/States'
import { Bdi, Code } from '@/components/Text'
import { comma } from '@/lib/i18n'
import { priorityName } from '@/lib/labels'
import { Said } from './RuleText'
import { t } from './texts'

export function DryRun({ report, onClose }: { report: DryRunReport; onClose: () => void }) {
  return (
    <Dialog title={t.dryTitle} isOpen onClose={onClose} width="wide">
      <p className="text-sm text-muted">{t.dryLead(report.examined)}</p>
      <div className="flex flex-wrap items-center gap-2">
        {report.changed > 0 ? <Pill tone="warning">{t.dryChanged(report.changed)}</Pill> : <Pill tone="success">{t.drySame}</Pill>}
        <span className="text-sm text-muted">
          {t.unrouted}: {t.unroutedNow(report.unrouted_in_force)}
          {comma}
          {t.unroutedThen(report.unrouted_draft)}
        </span>
      </div>
      {report.warnings.length > 0 && (
        <Note tone="warning" icon="warning">
          <p className="font-medium">{t.warnings}</p>
          <Said tone="warning" messages={report.warnings.map(atRule)} />
        </Note>
      )}
      <ul className="space-y-2">
        {report.differences.map((difference) => (
          <li key={difference.id} className="rounded-xl border border-line p-3">
            <p className="flex flex-wrap items-baseline gap-x-2">
              {difference.number && <Code className="text-sm text-muted">{difference.number}</Code>}
              <Link to="/requests/$key" params={{ key: difference.number ?? String(difference.id) }} target="_blank" className="font-medium text-accent underline-offset-4 hover:underline">
                <Bdi>{difference.title}</Bdi>
              </Link>
            </p>
            <div className="grid gap-x-6 gap-y-1 pt-1 md:grid-cols-2">
              <Way title={t.now} proposal={difference.in_force} />
              <Way title={t.afterwards} proposal={difference.draft} />
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

/** A warning says «this rule»: away from its rule it needs to say which. */
const atRule = ({ pointer, message }: RuleWarning) => {
  const place = /^\/rules\/(\d+)/.exec(pointer)?.[1]
  return place === undefined ? message : `${t.ruleTitle(Number(place) + 1)}: ${message}`
}

function Way({ title, proposal }: { title: string; proposal: Difference['draft'] }) {
  const to = proposal && [proposal.desk?.name, proposal.owner?.name ?? (proposal.round_robin ? t.tos.turn : null), proposal.priority && priorityName[proposal.priority]].filter(Boolean)
  return (
    <div className="min-w-0 text-sm">
      <p className="text-xs text-muted">{title}</p>
      {proposal && to ? (
        <>
          <p>{to.join(comma)}</p>
          <p className="text-muted">{t.byRule(proposal.rule, proposal.name)}</p>
        </>
      ) : (
        <p>{t.noRule}</p>
      )}
    </div>
  )
}
