-- Sends one request over and over: METHOD, PATH and BODY come from the environment.
wrk.method = os.getenv("METHOD") or "GET"
wrk.path = os.getenv("TARGET")
wrk.body = os.getenv("BODY")
if wrk.body == "" then wrk.body = nil end
if wrk.body then wrk.headers["Content-Type"] = "application/json" end

function done(summary, latency, requests)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.stderr:write(string.format("%.0f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end
