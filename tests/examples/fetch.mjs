// All calls of version 1 with fetch. CARBON_URL points at another server than http://localhost:5000.
const url = process.env.CARBON_URL ?? 'http://localhost:5000';

async function call(path, body) {
  const response = await fetch(url + path, body && {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const data = await response.json();
  if (!response.ok) {
    throw new Error(data.message ?? `HTTP ${response.status}`);
  }
  return data;
}

const health = await call('/health');
console.log(`${health.service} is ${health.status}`);

const { recommendation } = await call('/api/v1/optimize', { workload: 'training', priority: 'balanced', duration_hours: 24 });
for (const item of recommendation.recommendations) {
  console.log(item.region, item.instance_type, item.estimated_co2_emissions_kg.toFixed(3), new Date(item.optimal_time_window.start_time).toISOString());
}
console.log(recommendation.carbon_savings.comparison, recommendation.metadata.api_data_freshness);

const { regions, total_regions: total } = await call('/api/v1/regions');
console.log(`${regions[0].region} is the cleanest of ${total}: ${regions[0].carbon_intensity.toFixed(0)} g/kWh`);

const { region_details: details } = await call('/api/v1/regions/us-east-1');
console.log(details.zone, details.forecast_24h.minimum.toFixed(1), details.optimal_hours_utc.join(' '));

const { calculation } = await call('/api/v1/calculate', { region: 'us-east-1', instance_type: 'p4d.24xlarge', duration_hours: 24 });
console.log(calculation.co2_emissions_kg.toFixed(2), 'kg');

const { comparisons, analysis } = await call('/api/v1/compare', {
  options: [{ region: 'us-east-1', instance_type: 'g5.xlarge' }, { region: 'eu-west-3', instance_type: 'g5.xlarge' }],
  duration_hours: 720,
});
console.log(comparisons.length, analysis.best_option.region, analysis.difference_percentage.toFixed(1));

const schedule = await call('/api/v1/schedule', { region: 'eu-west-2', duration_hours: 6 });
console.log(schedule.optimal_window.start_time, schedule.savings_potential.current_vs_optimal_gco2_kwh.toFixed(2));

console.log('all calls answered');
