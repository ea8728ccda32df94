/** The approvals of a request, step by step. Deciding is on the approval's own page. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '@/api/query'
import type { RequestView } from '@/api/schema'
import { ApprovalSteps } from '@/components/Approval'
import { Card } from '@/components/Card'
import { Pill } from '@/components/Pill'
import { Bdi } from '@/components/Text'
import { approvalStateName, approvalStateTone } from '@/lib/labels'
import { t } from './texts'

export function Approvals({ request }: { request: RequestView }) {
  const list = useQuery(read('/api/v1/approvals', { query: { request_id: request.id, limit: 20 } }))
  if (!list.data || list.data.items.length === 0) return null
  return (
    <Card title={t.approvals} id="approvals">
      <div className="space-y-5">
        {list.data.items.map((approval) => (
          <section key={approval.id} className="space-y-2">
            <p className="flex items-center gap-2">
              <Link to="/approvals/$id" params={{ id: String(approval.id) }} className="font-medium text-accent underline-offset-4 hover:underline">
                <Bdi>{approval.chain}</Bdi>
              </Link>
              <Pill tone={approvalStateTone[approval.state]}>{approvalStateName[approval.state]}</Pill>
            </p>
            <ApprovalSteps approval={approval} />
          </section>
        ))}
      </div>
    </Card>
  )
}
