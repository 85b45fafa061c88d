// Chooses place and time of a 90-minute job with the calls of the Carbon Aware SDK, reading answers as clients generated from its
// document do that are strict: a member missing, too many or of another type is an error.
const url = process.env.CARBON_URL ?? 'http://localhost:5000';

const time = value => {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw new TypeError(`no time: ${value}`);
  return new Date(value);
};
const number = value => {
  if (typeof value !== 'number') throw new TypeError(`no number: ${value}`);
  return value;
};
const integer = value => {
  if (!Number.isInteger(value)) throw new TypeError(`no whole number: ${value}`);
  return value;
};
const text = value => {
  if (typeof value !== 'string') throw new TypeError(`no text: ${value}`);
  return value;
};
const list = item => value => value.map(item);
const model = members => value => {
  const names = Object.keys(value);
  const odd = [...names.filter(n => !(n in members)), ...Object.keys(members).filter(n => !names.includes(n))];
  if (odd.length > 0) throw new TypeError(`missing or unknown members: ${odd}`);
  return Object.fromEntries(names.map(n => [n, members[n](value[n])]));
};

const EmissionsData = model({ location: text, time, rating: number, duration: text });
const EmissionsDataDTO = model({ location: text, timestamp: time, duration: integer, value: number });
const EmissionsForecastDTO = model({
  generatedAt: time, requestedAt: time, location: text, dataStartAt: time, dataEndAt: time, windowSize: integer,
  optimalDataPoints: list(EmissionsDataDTO), forecastData: list(EmissionsDataDTO),
});
const CarbonIntensityDTO = model({ location: text, startTime: time, endTime: time, carbonIntensity: number });

async function get(path, query, read) {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) parameters.append(name, value);
  const response = await fetch(`${url}${path}?${parameters}`);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response.status === 204 ? null : read(await response.json());
}

const places = ['uksouth', 'francecentral', 'eastus'];
const [now] = await get('/emissions/bylocations/best', { location: places }, list(EmissionsData));
console.log(`cleanest now: ${now.location}, ${now.rating} g/kWh for ${now.duration}`);

const forecasts = await get('/emissions/forecasts/current', { location: places, windowSize: 90 }, list(EmissionsForecastDTO));
const [best] = forecasts.flatMap(f => f.optimalDataPoints).sort((a, b) => a.value - b.value || a.timestamp - b.timestamp);
if (best.timestamp < forecasts[0].requestedAt) throw new Error('the best time is past');
console.log(`run in ${best.location} at ${best.timestamp.toISOString()} for ${best.duration} min: ${best.value} g/kWh`);

const [{ requestedAt }] = forecasts;
const average = await get('/emissions/average-carbon-intensity', {
  location: best.location, startTime: new Date(requestedAt - 3 * 3600e3).toISOString(), endTime: requestedAt.toISOString(),
}, CarbonIntensityDTO);
console.log(`the last three hours there: ${average.carbonIntensity} g/kWh`);
console.log('all calls answered');
