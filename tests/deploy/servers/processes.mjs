// Programs that a test starts, and ends with it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set();
process.on('exit', () => running.forEach((p) => p.kill('SIGKILL')));

/** Starts a program. Its output is kept; ended(signal) ends it and gives its exit code. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  running.add(child);
  const started = { child, output: '' };
  child.stdout.on('data', (text) => (started.output += text));
  child.stderr.on('data', (text) => (started.output += text));
  started.exited = new Promise((done) => child.on('close', (code, signal) => {
    running.delete(child);
    done(code ?? signal);
  }));
  child.on('error', (fault) => (started.output += fault.message));
  started.ended = (signal) => {
    child.kill(signal);
    return started.exited;
  };
  return started;
}

/** Runs a program to its end; an exit code other than 0 is an error with what it said. */
export async function run(command, args, options = {}) {
  const program = start(command, args, options);
  if (options.input !== undefined) {
    program.child.stdin.end(options.input);
  }

  const code = await program.exited;
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${program.output.slice(-4_000)}`);
  }

  return program.output;
}

/** Waits until something holds; the program named must not end meanwhile. */
export async function until(what, holds, program, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    if (await holds()) {
      return;
    }

    if (program && program.child.exitCode !== null) {
      break;
    }
  }

  throw new Error(`${what} did not come about within ${seconds} s:\n${program?.output.slice(-4_000) ?? ''}`);
}

export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
