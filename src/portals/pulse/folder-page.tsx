import type { Release } from '../../domains/pulse/pulse.ts'
import { renderPage } from '../../kit/html/document.tsx'
import type { Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import { SIZES, type Size } from './chart.ts'
import { drawChart } from './draw.ts'
import { Picture } from './picture.tsx'
import { ReleaseBody } from './release-body.tsx'
import { sectionsOf } from './sections.ts'

/** The page of a release folder: one file with its charts in it, to be opened from a disk. */
export async function folderPage(release: Release, title: string, locale: Locale): Promise<string> {
  const t = speak(locale)
  const sections = sectionsOf(release.figures, { t, nameOf: () => undefined })
  const sizes = Object.keys(SIZES) as Size[]
  const pictures = new Map(
    await Promise.all(
      sections.flatMap((one) =>
        sizes.map(async (size) => [`${one.id} ${size}`, addressOf(await drawChart(one.chart, size))] as const),
      ),
    ),
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
            title: t('pulse.title'),
            facts: release.facts,
            figures: release.figures,
            sections,
            picture: (section) => (
              <Picture section={section} address={(size) => pictures.get(`${section.id} ${size}`) ?? ''} />
            ),
            files,
            most: 60,
          }}
        />
      </main>
    ),
  })
}

/** The drawing as an address of its own, so that the page is one file. */
const addressOf = (drawn: string) => `data:image/svg+xml,${encodeURIComponent(drawn)}`
