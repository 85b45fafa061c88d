// Faults of the Dockerfile that show without building it: in its stages, in what it copies, and in how its images run.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText, root } from '../repository.mjs';

/** Stages in their order: name, base, instructions {name, args}. ARG before the first FROM is put in. */
export function stagesOf(text) {
  const args = {};
  const stages = [];
  const lines = text.replaceAll(/\\\n/g, ' ').split('\n').map((l) => l.trim()).filter((l) => l && !l.startsWith('#'));
  for (const line of lines) {
    const [, name, rest] = /^(\w+)\s+(.*)$/.exec(line);
    if (name === 'ARG' && stages.length === 0) {
      const [key, value] = rest.split('=');
      args[key] = value;
    } else if (name === 'FROM') {
      const [, base, as] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest);
      stages.push({ name: as, base: base.replace(/\$\{(\w+)\}/, (_, key) => args[key] ?? ''), instructions: [] });
    } else {
      stages.at(-1).instructions.push({ name, args: rest });
    }
  }

  return stages;
}

/** @param dockerfile text of the Dockerfile
 *  @param ignore text of .dockerignore */
export function dockerfileFaults({ dockerfile, ignore }) {
  const stages = stagesOf(dockerfile);
  const faults = [];
  for (const [index, stage] of stages.entries()) {
    const earlier = stages.slice(0, index);
    if (!earlier.some((s) => s.name === stage.base) && !/^[\w.-]+(\/[\w.-]+)+:[\w.-]+$/.test(stage.base)) {
      faults.push(`${stage.name}: its base "${stage.base}" is neither a stage before it nor an image of one version`);
    }

    faults.push(...copyFaults(stage, earlier, ignore).map((f) => `${stage.name}: ${f}`));
  }

  for (const [name, project] of [['api', 'CarbonApp.Api'], ['web', 'CarbonApp.Web'], ['cli', 'CarbonApp.Cli']]) {
    const stage = stages.find((s) => s.name === name);
    faults.push(...(stage ? imageFaults(stage, name) : ['is missing']).map((f) => `${name}: ${f}`));
    faults.push(...missingProjects(project, ignore).map((p) => `${name}: needs ${p}, which .dockerignore keeps out`));
  }

  return faults;
}

/** How an image runs: not as root, by a program and no shell, told healthy by the program itself. */
function imageFaults(stage, name) {
  const faults = [];
  const of = (instruction) => stage.instructions.filter((i) => i.name === instruction).map((i) => i.args);
  const need = (holds, what) => holds || faults.push(what);
  need(/^[1-9]\d*$/.test(of('USER').at(-1) ?? ''), 'runs as root, or as a user by name, which Kubernetes cannot tell from root');
  need(of('ENTRYPOINT').length === 1 && of('ENTRYPOINT')[0].startsWith('['), 'has no ENTRYPOINT without a shell');
  need(/chiseled|distroless|alpine/.test(stage.base), `has the base ${stage.base}, which is not a small one`);
  need(of('RUN').length === 0, 'runs a command in its last stage, where there is no shell');
  if (name !== 'cli') {
    need(of('EXPOSE').includes('8080') && of('ENV').some((e) => e.includes('ASPNETCORE_HTTP_PORTS=8080')), 'is not on port 8080');
    need(of('HEALTHCHECK').some((h) => /CMD \["dotnet", "\/app\/CarbonApp\.\w+\.dll", "--health"\]/.test(h)), 'does not ask itself for its health');
    need(of('STOPSIGNAL')[0] === 'SIGTERM', 'is not stopped by SIGTERM');
  }

  return faults;
}

function copyFaults(stage, earlier, ignore) {
  return stage.instructions.filter((i) => i.name === 'COPY').flatMap(({ args }) => {
    const words = args.split(/\s+/);
    const from = words[0].startsWith('--from=') ? words.shift().slice('--from='.length) : undefined;
    if (from) {
      return earlier.some((s) => s.name === from) ? [] : [`copies from ${from}, which is no stage before it`];
    }

    return words.slice(0, -1).filter((w) => w !== '.').flatMap((source) => [
      ...(existsSync(join(root, source)) ? [] : [`copies ${source}, which is not there`]),
      ...(isSent(source, ignore) ? [] : [`copies ${source}, which .dockerignore keeps out`]),
    ]);
  });
}

/** .dockerignore here keeps all out and lets top-level names back in. */
function isSent(path, ignore) {
  const top = path.split('/')[0];
  return ignore.split('\n').includes(`!${top}`);
}

/** Folders that a project is compiled from, by its references and the files of others that it takes in. */
function missingProjects(project, ignore, seen = new Set()) {
  if (seen.has(project)) {
    return [];
  }

  seen.add(project);
  const file = readdirSync(join(root, project)).find((n) => n.endsWith('.csproj'));
  const text = readText(`${project}/${file}`);
  const others = [...text.matchAll(/Include="[^"]*?\.\.\/(CarbonApp\.\w+)\//g)].map((m) => m[1]);
  const own = isSent(project, ignore) ? [] : [project];
  return [...own, ...others.flatMap((o) => missingProjects(o, ignore, seen))];
}
