// Images built with buildah and run without a container engine: as root, without network. The bases are made here of what this machine
// has, under the names that the Dockerfile asks for: tools for its build stages, a small root with .NET's runtime for its last ones.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync, existsSync, chmodSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathOf } from '../repository.mjs';
import { run, start } from './processes.mjs';

const bases = {
  sdk: 'mcr.microsoft.com/dotnet/sdk:10.0',
  node: 'docker.io/library/node:22-bookworm-slim',
  runtime: ['mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled', 'mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled'],
};
/** What .NET's runtime links to. */
const libraries = ['libc.so.6', 'libm.so.6', 'libpthread.so.0', 'libdl.so.2', 'librt.so.1', 'libgcc_s.so.1', 'libstdc++.so.6', 'libssl.so.3', 'libcrypto.so.3', 'libz.so.1', 'libresolv.so.2', 'libnss_files.so.2', 'libnss_dns.so.2'];
const libraryFolder = '/usr/lib/x86_64-linux-gnu';
/** npm's packages, as the build of this machine left them. */
const modules = 'CarbonApp.Web/Client/node_modules';
const tables = 'artifacts/reference-data/packages';

/** Why images cannot be built here; undefined where they can. */
export function imagesMissing() {
  return process.platform !== 'linux' || process.arch !== 'x64' || process.getuid() !== 0 ? 'needs root on 64-bit Linux'
    : spawnSync('buildah', ['--version']).error ? 'needs buildah'
    : !existsSync(join(libraryFolder, 'libssl.so.3')) ? `needs .NET's libraries in ${libraryFolder}`
    : spawnSync('unshare', ['--mount', 'true']).status !== 0 ? 'needs the right to mount' : undefined;
}

/** @param storage folder of the images; kept, so that what has not changed is not built again */
export function images(storage) {
  const buildah = (...args) => run('buildah', ['--root', join(storage, 'storage'), '--runroot', join(storage, 'run'), '--storage-driver', 'vfs', ...args], { cwd: pathOf('.') });
  const last = async (...args) => (await buildah(...args)).trim().split('\n').at(-1);

  async function make(names, fill, config = []) {
    const container = await last('from', '--pull-never', 'scratch');
    const root = await last('mount', container);
    for (const folder of ['usr', 'etc', 'tmp', 'proc', 'sys', 'dev', 'root', 'src', 'app']) {
      mkdirSync(join(root, folder));
    }

    ['bin', 'lib', 'lib64', 'sbin'].forEach((name) => symlinkSync(`usr/${name}`, join(root, name)));
    chmodSync(join(root, 'tmp'), 0o1777);
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\napp:x:1654:1654::/:\n');
    fill(root);
    await buildah('config', ...config, container);
    await buildah('umount', container);
    for (const name of names) {
      await buildah('commit', '--quiet', container, name);
    }

    await buildah('rm', container);
  }

  function fillRuntime(root) {
    const dotnet = dirname(realpathSync(spawnSync('which', ['dotnet'], { encoding: 'utf8' }).stdout.trim()));
    ['usr/bin', 'usr/lib64', libraryFolder.slice(1), 'usr/share/dotnet'].forEach((folder) => mkdirSync(join(root, folder), { recursive: true }));
    ['dotnet', 'host', 'shared'].forEach((part) => cpSync(join(dotnet, part), join(root, 'usr/share/dotnet', part), { recursive: true }));
    symlinkSync('/usr/share/dotnet/dotnet', join(root, 'usr/bin/dotnet'));
    cpSync('/lib64/ld-linux-x86-64.so.2', join(root, 'usr/lib64/ld-linux-x86-64.so.2'), { dereference: true });
    libraries.forEach((name) => cpSync(realpathSync(join(libraryFolder, name)), join(root, libraryFolder, name)));
  }

  return {
    /** Makes the bases that are not there yet. */
    async prepare() {
      // No feed: everything is restored from the packages that this machine has, as its own build left them.
      mkdirSync(join(storage, 'nuget'), { recursive: true });
      writeFileSync(join(storage, 'nuget/NuGet.Config'), '<configuration><packageSources><clear /></packageSources></configuration>\n');
      const there = await buildah('images', '--format', '{{.Name}}:{{.Tag}}');
      if (!bases.runtime.every((name) => there.includes(name))) {
        await make(bases.runtime, fillRuntime, ['--env', 'PATH=/usr/bin']);
        await make([bases.sdk], () => {});
        await make([bases.node], () => {});
      }
    },
    /** Builds a target of the Dockerfile. The tools and packages of this machine are mounted into the stages that run something. */
    build: (target) => buildah('bud', '--isolation', 'chroot', '--pull-never', '--layers', '--format', 'docker', '--build-arg', 'UseAspire=false',
      '-v', '/usr:/usr:ro', '-v', `${homedir()}/.nuget/packages:/root/.nuget/packages`, '-v', `${join(storage, 'nuget')}:/root/.nuget/NuGet`, '-v', `${pathOf(modules)}:/src/${modules}`, '-v', `${pathOf(tables)}:/src/${tables}`,
      '-f', 'deploy/docker/Dockerfile', '--target', target, '-t', `carbonapp-${target}`, '.'),
    /** What an image says of itself, as Docker writes it. */
    async config(target) {
      return JSON.parse(await buildah('inspect', '--type', 'image', `carbonapp-${target}`)).Docker.config;
    },
    /** Its root; close removes it. */
    async open(target) {
      const container = await last('from', '--pull-never', `carbonapp-${target}`);
      return { root: await last('mount', container), close: () => buildah('rm', container) };
    },
  };
}

/**
 * Starts a command in an image's root, as its user, with its environment, and nothing it can write to.
 * @param environment added to that of the image
 */
export function runInRoot(root, config, command, environment) {
  const enter = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && mount --bind /dev "$0/dev" && mount -t proc proc "$0/proc" && user=$1 && folder=$2 && shift 2 && exec unshare --root="$0" --wd="$folder" --setuid="$user" --setgid="$user" "$@"';
  const set = [...config.Env, ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)];
  const path = set.find((e) => e.startsWith('PATH=')).slice('PATH='.length);
  return start('unshare', ['--mount', 'sh', '-c', enter, root, config.User, config.WorkingDir, ...command], { env: { ...Object.fromEntries(set.map((e) => [e.slice(0, e.indexOf('=')), e.slice(e.indexOf('=') + 1)])), PATH: `${path}:/usr/sbin:/usr/bin:/sbin:/bin` } });
}
