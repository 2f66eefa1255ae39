import type { EChartsOption, SeriesOption } from 'echarts'
import { type Chart, cut, GRID, INK, PAPER, SOFT, textOf, turned, widthOf } from './chart.ts'

/** Bars with their names beside them and their numbers at their ends. */
export function wideBars(chart: Chart): EChartsOption {
  const { isRightToLeft, labels, format } = chart
  const text = textOf(chart)
  const [near, far] = [190, 80]
  const sides = isRightToLeft ? { left: far, right: near } : { left: near, right: far }
  return {
    animation: false,
    backgroundColor: PAPER,
    grid: { ...sides, top: 8, bottom: 32 },
    xAxis: {
      type: 'value',
      inverse: isRightToLeft,
      splitNumber: 4,
      axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => turned(chart, format(value)) },
      splitLine: { lineStyle: { color: GRID } },
    },
    yAxis: {
      type: 'category',
      data: [...labels],
      inverse: true,
      position: isRightToLeft ? 'right' : 'left',
      axisLabel: { ...text, color: INK, width: 176, overflow: 'truncate' },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: SOFT } },
    },
    series: [
      {
        type: 'bar',
        data: valuesOf(chart),
        barWidth: 18,
        itemStyle: { color: '#0b5d4a' },
      },
      errorsOf(chart, true),
    ],
  }
}

/** On a phone the name and the number stand above their bar, which has the whole width. */
export function narrowBars(chart: Chart, width: number): EChartsOption {
  const { isRightToLeft, labels, format } = chart
  const text = textOf(chart)
  const values = valuesOf(chart)
  const font = `${text.fontSize}px`
  return {
    animation: false,
    backgroundColor: PAPER,
    grid: { left: 2, right: 2, top: 12, bottom: 0 },
    xAxis: { type: 'value', inverse: isRightToLeft, show: false },
    yAxis: {
      type: 'category',
      data: labels.map((label, i) => {
        const value = values[i]
        const number = typeof value === 'number' ? ` · ${format(value)}` : ''
        // A name may be cut, and never its number.
        const name = cut(label, width - 8 - widthOf(number, font), font)
        // A Latin name would draw the number behind it into its own direction.
        return turned(chart, isRightToLeft ? `\u2067${name}\u2069${number}` : `${name}${number}`)
      }),
      inverse: true,
      position: isRightToLeft ? 'right' : 'left',
      axisLabel: {
        ...text,
        color: INK,
        inside: true,
        margin: 0,
        verticalAlign: 'bottom',
        padding: [0, 0, isRightToLeft ? 20 : 17, 0],
      },
      axisTick: { show: false },
      axisLine: { show: false },
      z: 5,
    },
    series: [{ type: 'bar', data: values, barWidth: 14, itemStyle: { color: '#0b5d4a' } }, errorsOf(chart, false)],
  }
}

const valuesOf = ({ lines }: Chart) => (lines[0]?.values ?? []).map((value) => value ?? null)

/** The interval of each bar, as a yellow stroke over its end; on a wide screen its number stands behind it. */
function errorsOf(chart: Chart, hasNumbers: boolean): SeriesOption {
  const { labels, lines, format, isRightToLeft } = chart
  const [line] = lines
  const text = textOf(chart)
  return {
    type: 'custom',
    data: labels.map((_, i) => [i, line?.lower?.[i] ?? 0, line?.upper?.[i] ?? 0]),
    encode: { x: [1, 2], y: 0 },
    z: 4,
    renderItem: (_params, api) => {
      const row = Number(api.value(0))
      const [from, to] = [api.coord([Number(api.value(1)), row]), api.coord([Number(api.value(2)), row])]
      const [x1 = 0, y = 0] = from
      const [x2 = 0] = to
      const stroke = {
        type: 'line' as const,
        shape: { x1, y1: y, x2, y2: y },
        style: { stroke: '#f2a900', lineWidth: 4 },
      }
      const value = line?.values[row]
      if (!hasNumbers || value === undefined) return stroke
      const number = {
        type: 'text' as const,
        style: {
          text: turned(chart, format(value)),
          ...{ x: x2 + (isRightToLeft ? -8 : 8), y, fill: INK, fontSize: text.fontSize, fontFamily: text.fontFamily },
          textAlign: isRightToLeft ? ('right' as const) : ('left' as const),
          textVerticalAlign: 'middle' as const,
        },
      }
      return { type: 'group' as const, children: [stroke, number] }
    },
  }
}
