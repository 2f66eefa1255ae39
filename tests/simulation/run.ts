// Lets a simulated market trade on a PostgreSQL of its own: node tests/simulation/run.ts --seed 7 --days 30
import { parseArgs } from 'node:util'
import { startScratch } from '../../src/kit/postgres/scratch.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    orders: { type: 'string', default: '30' },
  },
})
const server = await startScratch({ durable: false, settings: { max_connections: '20' } })
try {
  await migrate(server.url, 'db/migrations')
  const began = performance.now()
  const ended = await simulate({
    url: server.url,
    seed: Number(values.seed),
    days: Number(values.days),
    orders_a_day: Number(values.orders),
    onDay: (day) => {
      if (day % 10 === 9) console.log(`day ${day + 1}, ${Math.round((performance.now() - began) / 1_000)} s`)
    },
  })
  const { tally, ...figures } = ended
  for (const [name, count] of [...tally].sort()) console.log(`${String(count).padStart(7)}  ${name}`)
  console.log(JSON.stringify({ ...figures, seconds: Math.round((performance.now() - began) / 1_000) }))
  process.exitCode = ended.forgotten.length > 0 ? 1 : 0
} finally {
  await server.stop()
}
