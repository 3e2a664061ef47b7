-- Each request is one visit, drawn by lot from the file that bench/visits.py wrote; an addition has a key of its own.
local visits, drawn = {}, 0

function init(args)
   math.randomseed(os.time())
   for line in io.lines(args[1]) do
      local cookies, path, body = line:match("([^\t]*)\t([^\t]*)\t(.*)")
      visits[#visits + 1] = { cookies = cookies, path = path, body = body }
   end
end

local function once()
   return (("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx"):gsub("x", function() return ("%x"):format(math.random(0, 15)) end))
end

function request()
   local visit = visits[math.random(#visits)]
   local headers = { Cookie = visit.cookies, ["X-Forwarded-Proto"] = "https", ["Accept-Language"] = "nn" }
   if visit.body == "" then
      return wrk.format("GET", visit.path, headers)
   end
   headers["Content-Type"] = "application/x-www-form-urlencoded"
   headers["Origin"] = "https://" .. wrk.host .. ":" .. wrk.port
   return wrk.format("POST", visit.path, headers, visit.body .. "&form_key=" .. once())
end

function done(summary, latency)
   local wrong = summary.errors
   io.write(('{"requests": %d, "seconds": %f, "p50": %f, "p90": %f, "p99": %f, "refused": %d, "broken": %d}\n'):format(
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(90) / 1e3,
      latency:percentile(99) / 1e3, wrong.status, wrong.connect + wrong.read + wrong.write + wrong.timeout))
end
