import type { Release } from '../../domains/pulse/pulse.ts'
import { renderPage } from '../../kit/html/document.tsx'
import { trustedHtml } from '../../kit/html/trusted.ts'
import type { Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import { drawChart } from './draw.ts'
import { ReleaseBody } from './release-body.tsx'
import { sectionsOf } from './sections.ts'

/** The page of a release folder: one file with its charts in it, to be opened from a disk. */
export async function folderPage(release: Release, title: string, locale: Locale): Promise<string> {
  const t = speak(locale)
  const sections = sectionsOf(release.figures, t)
  const pictures = new Map(
    await Promise.all(sections.map(async (one) => [one.id, await drawChart(one.chart)] as const)),
  )
  const files = Object.keys(release.files).map((name) => ({ href: name, label: name }))
  return renderPage({
    locale,
    title,
    unlisted: release.facts.mode === 'exact',
    look: 'inline',
    body: (
      <main>
        <ReleaseBody
          view={{
            t,
            title,
            facts: release.facts,
            figures: release.figures,
            sections,
            picture: ({ id }) => {
              const drawn = pictures.get(id)
              return drawn ? trustedHtml(drawn, 'figure') : null
            },
            files,
            most: 60,
          }}
        />
      </main>
    ),
  })
}
