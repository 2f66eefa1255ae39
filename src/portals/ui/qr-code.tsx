import { encode } from 'uqr'

export interface QrCodeProps {
  /** What the scanner reads. */
  text: string
  /** What it is, for those who cannot see it. */
  label: string
  /** Pixels on the page; a label printer wants at least 160. */
  size?: number
}

/** A QR code as one small drawing, dark on white whatever the theme, with the quiet border that scanners need. */
export function QrCode({ text, label, size = 160 }: QrCodeProps) {
  const { data, size: cells } = encode(text, { ecc: 'M', border: 4 })
  const path = data.map((row, y) => runs(row, y)).join('')
  return (
    <svg class="qr" viewBox={`0 0 ${cells} ${cells}`} width={size} height={size} role="img" aria-label={label}>
      <path fill="#fff" d={`M0 0h${cells}v${cells}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}

/** The dark runs of one row: a run costs a third of what its single squares would. */
function runs(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue
    const start = x
    while (row[x + 1]) x += 1
    path += `M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`
  }
  return path
}
