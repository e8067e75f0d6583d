/**
 * The packages of a lockfile as a software bill of materials (CycloneDX 1.6, JSON). The same lockfile gives the same
 * bytes: there is neither a time nor a serial number in it.
 * https://cyclonedx.org/docs/1.6/json/
 * @param {{ name: string, version: string, license: string }} product
 * @param {Record<string, Locked>} packages of package-lock.json, by path; '' is the product
 * @param {ReadonlySet<string>} bundled paths of the packages whose code is in the product
 */
export function billOfMaterials(product, packages, bundled) {
  const components = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => component(path, locked, bundled.has(path)));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': 'dropcause',
        name: product.name,
        version: product.version,
        licenses: [{ expression: product.license }],
      },
    },
    components,
  };
}

/** @typedef {{ name?: string, version?: string, license?: string, integrity?: string, optional?: boolean, dev?: boolean }} Locked */

/**
 * @param {string} path
 * @param {Locked} locked
 * @param {boolean} isBundled
 */
function component(path, { name, version = '', license, integrity, optional, dev }, isBundled) {
  const fullName = name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const at = fullName.lastIndexOf('/');
  return {
    type: 'library',
    'bom-ref': path,
    ...(at > 0 ? { group: fullName.slice(0, at) } : {}),
    name: fullName.slice(at + 1),
    version,
    // Bundled code is required at run time, though npm calls it a development dependency (docs/decisions/bundled-cli.md).
    scope: isBundled ? 'required' : optional && !dev ? 'optional' : 'excluded',
    purl: `pkg:npm/${fullName.replace('@', '%40')}@${version}`,
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    ...(integrity === undefined ? {} : { hashes: [hash(integrity)] }),
  };
}

/** @param {string} integrity as in Subresource Integrity: "sha512-BASE64" */
function hash(integrity) {
  const [algorithm = '', content = ''] = integrity.split('-');
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(content, 'base64').toString('hex') };
}
