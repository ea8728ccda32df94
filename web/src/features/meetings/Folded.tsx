/** Names: a few in a line, many behind their count. */
import { Bdi } from '@/components/Text'
import { comma } from '@/lib/i18n'
import { t } from './texts'

/** Up to so many stand in the line. */
const FEW = 3

export function Folded({ names }: { names: readonly string[] }) {
  if (names.length <= FEW) return <>{names.join(comma)}</>
  return (
    <details>
      <summary className="cursor-pointer w-fit text-accent outline-none focus-visible:focus-ring rounded">{t.many(names.length)}</summary>
      <ul className="list-disc ps-5 text-sm">
        {names.map((name) => (
          <li key={name}>
            <Bdi>{name}</Bdi>
          </li>
        ))}
      </ul>
    </details>
  )
}
