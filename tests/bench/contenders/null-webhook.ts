import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/* Takes whatever is posted and throws it away; asked with GET, it says how many that were. */

let posted = 0
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(String(posted))
    return
  }
  request.resume()
  request.on('end', () => {
    posted += 1
    response.writeHead(204).end()
  })
})
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
