#:sdk Microsoft.NET.Sdk.Web
// The bound of bench/sdk.sh: a server that does nothing but send as many bytes as the path says, /60000, made once.
using System.Collections.Concurrent;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
var bodies = new ConcurrentDictionary<int, byte[]>();
app.MapGet("/{size:int}", (int size) => Results.Bytes(bodies.GetOrAdd(size, n => new byte[n]), "application/json"));
app.Run();
