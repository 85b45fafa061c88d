// Asks CarbonApp for the best start of a job, then waits for it or says when it is. Node 18 or newer, no packages.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const answerLimit = 15_000;
const longestSleep = 60_000;

// Understood, but nobody knows; as in `carbon wait`. Any other refusal is a mistake in the inputs.
const noAnswer = ['NO_SIGNAL', 'NO_FORECAST', 'DEADLINE_TOO_TIGHT', 'HORIZON_EXCEEDED', 'BUDGET_EXCEEDED'];

class Mistake extends Error {}
class NoPlan extends Error {}

const input = (name) => (process.env[`INPUT_${name}`] ?? '').trim();

/** Milliseconds of 2h30m, 45m, 1d, 90s or PT2H30M. */
function milliseconds(name, text = input(name)) {
  const words = /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/i;
  const match = text !== '' && words.exec(text.replace(/^P(?=.)/i, '').replace(/T(?=.)/i, ''));
  if (!match) throw new Mistake(`${label(name)}: '${text}' is not a duration such as 45m, 2h30m or PT2H30M.`);
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function time(name, now) {
  const text = input(name);
  if (text.startsWith('+')) return new Date(now.getTime() + milliseconds(name, text.slice(1)));
  // A time without an offset is UTC, as everywhere in CarbonApp.
  const date = new Date(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-/.test(text)) {
    throw new Mistake(`${label(name)}: '${text}' is not a time such as 2026-03-16T07:00Z or +6h.`);
  }
  return date;
}

function oneOf(name, ...allowed) {
  const text = input(name) || allowed[0];
  if (!allowed.includes(text)) throw new Mistake(`${label(name)}: '${text}' is not one of ${allowed.join(', ')}.`);
  return text;
}

const label = (name) => name.toLowerCase().replaceAll('_', '-');

function question(now) {
  const [zone, region, watts] = [input('ZONE'), input('REGION'), input('WATTS')];
  if ((zone === '') === (region === '')) throw new Mistake('Give one site: zone, such as GB, or region, such as aws/eu-west-2.');
  const duration = milliseconds('DURATION');
  const latest = new Date(now.getTime() + milliseconds('MAX_WAIT') + duration);
  const given = input('DEADLINE') === '' ? latest : time('DEADLINE', now);
  const [provider, code] = region.includes('/') ? region.split('/', 2) : [undefined, region];
  return {
    job: {
      duration: `PT${duration / 1000}S`,
      deadline: (given < latest ? given : latest).toISOString(),
      ...(watts === '' ? {} : { resources: { watts: Number(watts) } }),
    },
    sites: [zone === '' ? { provider, region: code } : { zone }],
    objective: { signal: oneOf('SIGNAL', 'average', 'marginal') },
  };
}

/** The plan; NoPlan where there is none to be had, Mistake where the question is wrong. */
async function ask(body) {
  let response, text;
  try {
    response = await fetch(new URL('api/v2/plan', input('API').replace(/\/*$/, '/')), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerLimit),
    });
    text = await response.text();
  } catch (error) {
    if (error.code === 'ERR_INVALID_URL') throw new Mistake(`api: '${input('API')}' is not an address such as https://carbon.example.org.`);
    throw new NoPlan(`the Api cannot be reached: ${error.cause?.message || error.message}`);
  }

  let answer = {};
  try {
    answer = JSON.parse(text);
  } catch {
    // Judged by its status alone.
  }
  if (response.ok && answer.segments?.[0]?.start) return answer;
  const reason = `HTTP ${response.status} ${answer.code ?? ''} ${answer.detail ?? ''}`.trim();
  const isMistake = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status) && !noAnswer.includes(answer.code);
  throw isMistake ? new Mistake(reason) : new NoPlan(reason);
}

function tell(outputs) {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value ?? ''}\n`).join('');
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, lines);
  else process.stdout.write(lines);
}

/** A line of the log that shows in the run's summary; a line break would end it. */
const annotate = (kind, text) => console.log(`::${kind} title=Carbon wait::${text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);

const number = (value) => (Number.isFinite(value) ? Number(value.toFixed(3)) : undefined);

async function run() {
  const now = new Date();
  const [waits, onError, tolerance] = [oneOf('WAIT', 'true', 'false') === 'true', oneOf('ON_ERROR', 'run', 'fail'), milliseconds('TOLERANCE')];
  let plan;
  try {
    plan = await ask(question(now));
  } catch (error) {
    if (!(error instanceof NoPlan) || onError === 'fail') throw error;
    annotate('warning', `No plan (${error.message}): running now, whatever the grid's carbon intensity.`);
    tell({ start: now.toISOString(), 'wait-seconds': 0, 'run-now': true, planned: false, 'saving-pct': undefined, 'emissions-g': undefined });
    return;
  }

  // Whatever the answer says, never longer than max-wait.
  const start = new Date(Math.min(Math.max(Date.parse(plan.segments[0].start), now.getTime()), now.getTime() + milliseconds('MAX_WAIT')));
  const saving = number(plan.baselines?.runNow?.savingPct);
  console.log(`Best start ${start.toISOString()}${saving === undefined ? '' : `, ${saving.toFixed(1)} % less CO2eq than now`}.`);
  while (waits && Date.now() < start.getTime()) await sleep(Math.min(start.getTime() - Date.now(), longestSleep));
  tell({
    start: start.toISOString(),
    'wait-seconds': Math.round((start - now) / 1000),
    'run-now': waits || start - Date.now() <= tolerance,
    planned: true,
    'saving-pct': saving,
    'emissions-g': number(plan.totals?.emissionsG),
  });
}

try {
  await run();
} catch (error) {
  annotate('error', error.message);
  process.exitCode = 1;
}
