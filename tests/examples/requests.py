"""All calls of version 1 with Python requests. CARBON_URL points at another server than http://localhost:5000."""

import os
import sys

# This file is called requests.py, too: keep its own folder from hiding the library.
sys.path[:] = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

import requests  # noqa: E402

URL = os.environ.get("CARBON_URL", "http://localhost:5000")
session = requests.Session()


def get(path):
    response = session.get(f"{URL}{path}")
    response.raise_for_status()
    return response.json()


def post(path, body):
    response = session.post(f"{URL}{path}", json=body)
    response.raise_for_status()
    return response.json()


health = get("/health")
print(f"{health['service']} is {health['status']}, key set: {health['api_configured']}")

result = post("/api/v1/optimize", {"workload": "training", "priority": "carbon", "duration_hours": 48})
top = result["recommendation"]["recommendations"][0]
savings = result["recommendation"]["carbon_savings"]
print(f"{top['region']} {top['instance_type']}: {top['estimated_co2_emissions_kg']:.2f} kg, {top['renewable_percentage']:.1f} % renewable")
print(f"saves {savings['potential_savings_kg']:.2f} kg ({savings['potential_savings_percentage']:.1f} %)")

ranked = get("/api/v1/regions")
print(f"{ranked['total_regions']} regions; the cleanest:")
for region in ranked["regions"][:2]:
    print(f"  {region['region']:20s} {region['carbon_intensity']:4.0f} g/kWh ({region['renewable_percentage']:.1f} % renewable)")

details = get("/api/v1/regions/us-east-1")["region_details"]
print(f"{details['zone']} now {details['current_carbon_intensity']}, coming day {details['forecast_24h']['average']:.1f}, best at {details['optimal_hours_utc']}")

calculation = post("/api/v1/calculate", {"region": "us-east-1", "instance_type": "p4d.24xlarge", "duration_hours": 168})["calculation"]
print(f"{calculation['power_consumption_kwh']:.2f} kWh, {calculation['co2_emissions_kg']:.2f} kg ({calculation['co2_emissions_g']:.0f} g)")

options = [{"region": r, "instance_type": "inf2.xlarge"} for r in ("us-east-1", "eu-west-3")]
comparison = post("/api/v1/compare", {"options": options, "duration_hours": 720})
analysis = comparison["analysis"]
print(f"{analysis['best_option']['region']} over {analysis['worst_option']['region']} saves {analysis['difference_kg']:.2f} kg ({analysis['difference_percentage']:.1f} %)")

schedule = post("/api/v1/schedule", {"region": "eu-west-2", "duration_hours": 6})
window = schedule["optimal_window"]
print(f"{window['start_time']} to {window['end_time']}: {window['avg_carbon_intensity']} g/kWh, {schedule['savings_potential']['current_vs_optimal_gco2_kwh']} less than now")

print("all calls answered")
