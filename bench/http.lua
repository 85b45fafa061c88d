-- Sends one request over and over: METHOD, TARGET and BODY come from the environment. With ADDRESSES (host:port, separated by commas) each
-- thread has one of them, in turn.
wrk.method = os.getenv("METHOD") or "GET"
wrk.path = os.getenv("TARGET")
wrk.body = os.getenv("BODY")
if wrk.body == "" then wrk.body = nil end
if wrk.body then wrk.headers["Content-Type"] = "application/json" end

local addresses = {}
for host, port in (os.getenv("ADDRESSES") or ""):gmatch("([^,:]+):(%d+)") do
  addresses[#addresses + 1] = { host = host, port = port }
end

local threads = 0
function setup(thread)
  if #addresses > 0 then
    local address = addresses[threads % #addresses + 1]
    thread.addr = wrk.lookup(address.host, address.port)[1]
    threads = threads + 1
  end
end

function done(summary, latency, requests)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.stderr:write(string.format("%.0f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end
