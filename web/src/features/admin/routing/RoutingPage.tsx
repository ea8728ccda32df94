/** Routing: the rules, a request to try them with, and their versions. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '@/api/query'
import { PageHeader } from '@/components/PageHeader'
import { ErrorPanel, Skeleton } from '@/components/States'
import { Tabs } from '@/components/Tabs'
import { useMe } from '@/lib/session'
import { keepDraft } from '@/lib/drafts'
import { say } from '@/lib/toasts'
import { routingRoute, type RoutingTab } from '../routes'
import { ExplainTab } from './ExplainTab'
import { DRAFT, RulesTab, type Kept } from './RulesTab'
import { t } from './texts'
import { VersionsTab } from './VersionsTab'

export function RoutingPage() {
  const me = useMe()
  const { tab = 'rules' } = routingRoute.useSearch()
  const navigate = routingRoute.useNavigate()
  const query = useQuery(read('/api/v1/routing/rules'))
  // Another draft from the outside: the tab starts over with it.
  const [round, setRound] = useState(0)
  const show = (to: RoutingTab) => void navigate({ search: to === 'rules' ? {} : { tab: to }, replace: true })
  const set = query.data
  return (
    <>
      <PageHeader title={t.title}>
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.lead}</p>
      </PageHeader>
      {query.error ? (
        <ErrorPanel error={query.error} again={() => void query.refetch()} />
      ) : !set ? (
        <Skeleton rows={8} />
      ) : (
        <Tabs
          label={t.title}
          value={tab}
          onChange={(id) => show(id as RoutingTab)}
          tabs={[
            { id: 'rules', name: t.tabs.rules, content: <RulesTab key={`${set.version}.${round}`} set={set} /> },
            { id: 'explain', name: t.tabs.explain, content: <ExplainTab /> },
            {
              id: 'versions',
              name: t.tabs.versions,
              content: (
                <VersionsTab
                  inForce={set.version}
                  onUse={(rules) => {
                    keepDraft<Kept>(me.id, DRAFT, { version: set.version, rules })
                    setRound(round + 1)
                    say(t.takenAsDraft, 'neutral')
                    show('rules')
                  }}
                />
              ),
            },
          ]}
        />
      )}
    </>
  )
}
