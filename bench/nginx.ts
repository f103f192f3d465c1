import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { freePort } from './bench-server.ts'

export type Nginx = AsyncDisposable & { readonly pid: number; readonly port: number }

export function hasNginx(): boolean {
  return spawnSync('nginx', ['-v']).error === undefined
}

/**
 * nginx with one worker, set as one does who serves files to many: sendfile, open files cached, no log. `files` by
 * name; texts are there compressed as well, so that it need not do that.
 */
export async function startNginx(files: ReadonlyMap<string, Buffer>): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-nginx-'))
  const site = join(folder, 'site')
  await mkdir(site)
  for (const [name, bytes] of files) {
    await writeFile(join(site, name), bytes)
    if (name.endsWith('.m3u8')) await writeFile(join(site, `${name}.gz`), gzipSync(bytes))
  }
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  await writeFile(config, configuration(folder, site, port))
  const child = spawn('nginx', ['-c', config, '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await exited
    await rm(folder, { recursive: true, force: true })
  }
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/index.m3u8`).catch(() => null)
    if (answer !== null) break
    if (tries === 100 || child.exitCode !== null) {
      await stop()
      throw new Error('nginx did not start')
    }
    await sleep(50)
  }
  return { pid: child.pid ?? 0, port, [Symbol.asyncDispose]: stop }
}

const configuration = (folder: string, site: string, port: number): string => `
daemon off;
master_process on;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; multi_accept on; }
http {
  types { application/vnd.apple.mpegurl m3u8; video/iso.segment m4s; }
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_timeout 75s;
  keepalive_requests 1000000;
  open_file_cache max=100 inactive=60s;
  open_file_cache_valid 60s;
  gzip_static on;
  gzip_vary on;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  add_header Access-Control-Allow-Origin *;
  add_header Cross-Origin-Resource-Policy cross-origin;
  add_header X-Content-Type-Options nosniff;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${site};
    expires max;
  }
}
`
