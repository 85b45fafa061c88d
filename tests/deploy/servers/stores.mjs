// A real Postgres and a real Redis, each with a folder and a loopback port of its own.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, run, start, until } from './processes.mjs';

const versions = '/usr/lib/postgresql';
const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => b - a)[0] : undefined;
export const postgresPrograms = newest ? join(versions, newest, 'bin') : undefined;
const isRoot = process.getuid?.() === 0;

/** Why a test that needs both cannot run; undefined where it can. */
export function storesMissing() {
  return !postgresPrograms ? 'needs Postgres below /usr/lib/postgresql (Debian: postgresql)'
    : spawnSync('redis-server', ['--version']).error ? 'needs redis-server' : undefined;
}

/** Postgres refuses to run as root. */
async function asServerUser(command, args, begin) {
  return isRoot
    ? begin('setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', command, ...args])
    : begin(command, args);
}

export async function startPostgres() {
  const data = mkdtempSync(join(tmpdir(), 'carbonapp-postgres-'));
  const program = (name) => join(postgresPrograms, name);
  // The server's own user makes its folder below.
  chmodSync(data, 0o777);
  await asServerUser(program('initdb'), ['-D', join(data, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    (command, args) => run(command, args, { cwd: '/' }));
  const port = await freePort();
  const server = await asServerUser(program('postgres'), ['-D', join(data, 'data'), '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'fsync=off', '-c', 'timezone=UTC'],
    (command, args) => start(command, args, { cwd: '/' }));
  const environment = { ...process.env, PATH: `${postgresPrograms}:${process.env.PATH}` };
  await until('Postgres', () => spawnSync(program('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0, server);
  const url = `postgres://postgres@127.0.0.1:${port}/carbondb`;
  const query = (sql, address = url) => run(program('psql'), ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', address, '-c', sql], { env: environment });
  await query('create database carbondb', `postgres://postgres@127.0.0.1:${port}/postgres`);
  return {
    url,
    query,
    environment,
    /** Kills it as a crash would, and destroys its data. */
    async destroy() {
      await server.ended('SIGKILL');
      rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** @param folder where its snapshot is; a dump.rdb there is read */
export async function startRedis(folder) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const server = start('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']);
  const ask = (...args) => {
    const answer = spawnSync('redis-cli', ['-p', String(port), ...args], { encoding: 'utf8' });
    return answer.stdout.trim();
  };
  await until('Redis', () => ask('ping') === 'PONG', server);
  return {
    url: `redis://127.0.0.1:${port}`,
    ask,
    async destroy() {
      await server.ended('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
