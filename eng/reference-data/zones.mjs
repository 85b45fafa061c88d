// Yearly mean intensity and mix per zone.
// Electricity Maps yearly means (ODbL 1.0) and Ember country means (CC BY-SA 4.0), both as published in CO2.js.

const newestYear = 2025;
const oldestYear = 2021;

// Countries that Electricity Maps gives no yearly mean for and Ember does, by ISO 3166-1 alpha-3.
const emberCountries = { BM: 'BMU', CL: 'CHL', EH: 'ESH', RU: 'RUS', UA: 'UKR' };

/** Rows of zone, name, publisher, year (empty when not stated), g/kWh, renewable %, carbon-free % (empty when not known). */
export function zoneTable(load) {
  const rows = new Map();
  for (let year = newestYear; year >= oldestYear; year--) {
    const { data } = load('@tgwf/co2', `dist/cjs/data/electricity-maps/yearly_${year}.js`);
    for (const [zone, entry] of Object.entries(data)) {
      const intensity = percentOrGrams(entry.carbonIntensity, 'gCO2eq/kWh');
      if (!rows.has(zone) && intensity !== '') {
        rows.set(zone, [zone, entry.zone.zoneName, 'Electricity Maps', year, intensity,
          percentOrGrams(entry.renewableEnergy, '%'), percentOrGrams(entry.carbonFreeEnergy, '%')]);
      }
    }
  }

  const ember = load('@tgwf/co2', 'dist/cjs/data/average-intensities.min.js').data;
  for (const [country, alpha3] of Object.entries(emberCountries)) {
    if (!rows.has(country) && Number.isFinite(ember[alpha3])) {
      rows.set(country, [country, '', 'Ember', '', ember[alpha3], '', '']);
    }
  }

  return [['zone', 'name', 'publisher', 'year', 'g_per_kwh', 'renewable_percent', 'carbon_free_percent'],
    ...[...rows.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1))];
}

function percentOrGrams(quantity, unit) {
  if (!Number.isFinite(quantity?.value)) {
    return '';
  }

  if (quantity.unit !== unit) {
    throw new Error(`a yearly mean is given in ${quantity.unit}, expected ${unit}: CO2.js changed its data.`);
  }

  return quantity.value;
}
