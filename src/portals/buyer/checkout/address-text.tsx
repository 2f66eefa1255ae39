import { Fragment } from 'preact'
import type { Say } from '../../../kit/text/messages.ts'
import { Code } from '../../ui/price.tsx'

/** An address in one line; each part keeps its own direction, whatever script it was written in. */
export function AddressText({ t, parts, phone }: { t: Say; parts: readonly string[]; phone?: string | undefined }) {
  const comma = t.locale === 'ur' ? '، ' : ', '
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && comma}
          <bdi>{part}</bdi>
        </Fragment>
      ))}
      {phone && comma}
      {phone && <Code>{phone}</Code>}
    </>
  )
}
