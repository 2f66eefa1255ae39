import { type Markup, markup } from '../../kit/html/trusted.ts'
import { type Chart, heightOf, SIZES, type Size, widthOf } from './chart.ts'
import { narrowBars, wideBars } from './draw-bars.ts'
import { narrowLines, wideLines } from './draw-lines.ts'

/**
 * Draws a chart as SVG, without a browser: error bands, names at the lines or above them, readable in grey because
 * every line has its own dash. The library is loaded with the first chart.
 */
export async function drawChart(chart: Chart, size: Size = 'wide'): Promise<Markup> {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  core.use([charts.LineChart, charts.BarChart, charts.CustomChart, renderers.SVGRenderer])
  // Its own measure takes an Urdu letter for as wide as a Chinese one, and cuts names that have room.
  core.setPlatformAPI({ measureText: (text: string, font?: string) => ({ width: widthOf(text, font) }) })
  core.use([components.GridComponent, components.LegendComponent])
  const [width, height] = [SIZES[size], heightOf(chart, size)]
  const canvas = core.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    const isWide = size === 'wide'
    // Names in Urdu stand higher than a gap between two ends of lines.
    if (chart.kind === 'lines') canvas.setOption(isWide && !chart.isRightToLeft ? wideLines(chart) : narrowLines(chart))
    else canvas.setOption(isWide ? wideBars(chart) : narrowBars(chart, width))
    return markup(canvas.renderToSVGString().replace('<svg ', '<svg role="img" '))
  } finally {
    canvas.dispose()
  }
}
