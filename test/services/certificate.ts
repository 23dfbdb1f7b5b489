import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** A key and a certificate of its own for this machine, in a folder, by path. */
export function makeCertificate(folder: string): { readonly key: string; readonly certificate: string } {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const words = [
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(' '),
    ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ].flat()
  execFileSync('/usr/bin/openssl', words, { stdio: 'ignore' })
  return { key, certificate }
}
