// nat.ts OUTSIDE INSIDE [udp:PORT | tcp:PORT]…: hands on what comes to these ports of the address OUTSIDE to the same
// ports of INSIDE, as a router with port forwarding does. Says `ready` on standard output.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { UdpRelay } from './udp-relay.ts'

const [outside = '', inside = '', ...forwarded] = process.argv.slice(2)

for (const [protocol, port] of forwarded.map(each => each.split(':'))) {
  if (protocol === 'udp') {
    const relay = await UdpRelay.open({ address: outside, port: Number(port) })
    relay.server = { address: inside, port: Number(port) }
  } else {
    const server = createServer(client => {
      const out = connect(Number(port), inside)
      client.pipe(out).pipe(client)
      for (const [socket, other] of [
        [client, out],
        [out, client],
      ] as const)
        socket.on('error', () => other.destroy())
    })
    server.listen(Number(port), outside)
    await once(server, 'listening')
  }
}
process.stdout.write('ready\n')
