using System.Net;
using CarbonApp.ServiceDefaults.Resilience;
using CarbonApp.Tests.Shared.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.ServiceDefaults;

public sealed class UpstreamResilienceTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2020, 3, 15, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Get_TwoServerErrorsThenOk_IsAskedThreeTimes()
    {
        await using var server = await StandInServer.StartAsync((call, context) => Status(context, call <= 2 ? 503 : 200));
        using var client = Client();

        using var response = await Complete(client.GetAsync(server.Address));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, server.Calls);
    }

    [Fact]
    public async Task Get_ServerErrorForEver_ComesBackAsItIsAfterTheLastRetry()
    {
        await using var server = await StandInServer.StartAsync((_, context) => Status(context, 500));
        using var client = Client(options => options.MaxRetries = 3);

        using var response = await Complete(client.GetAsync(server.Address));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(4, server.Calls);
    }

    [Fact]
    public async Task Get_ClientError_IsNotRepeated()
    {
        await using var server = await StandInServer.StartAsync((_, context) => Status(context, 401));
        using var client = Client();

        using var response = await Complete(client.GetAsync(server.Address));

        Assert.Equal(1, server.Calls);
    }

    [Fact]
    public async Task Post_ServerError_IsNotRepeated()
    {
        await using var server = await StandInServer.StartAsync((_, context) => Status(context, 503));
        using var client = Client();

        using var response = await Complete(client.PostAsync(server.Address, new StringContent("{}")));

        Assert.Equal(1, server.Calls);
    }

    [Fact]
    public async Task Get_RetryAfterWithinTheBudget_IsWaitedForExactly()
    {
        var asked = new List<DateTimeOffset>();
        await using var server = await StandInServer.StartAsync((call, context) =>
        {
            asked.Add(_time.GetUtcNow());
            context.Response.Headers.RetryAfter = "5";
            return Status(context, call == 1 ? 429 : 200);
        });
        using var client = Client();

        using var response = await Complete(client.GetAsync(server.Address), TimeSpan.FromMilliseconds(100));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange((asked[1] - asked[0]).TotalSeconds, 5, 5.2);
    }

    [Fact]
    public async Task Get_RetryAfterBeyondTheBudget_AnswersThe429AtOnce()
    {
        await using var server = await StandInServer.StartAsync((_, context) =>
        {
            context.Response.Headers.RetryAfter = "60";
            return Status(context, 429);
        });
        using var client = Client();

        using var response = await client.GetAsync(server.Address).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(1, server.Calls);
        Assert.Equal(60, response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    [Fact]
    public async Task Get_RetryAfterAsDate_IsWaitedFor()
    {
        var asked = new List<DateTimeOffset>();
        await using var server = await StandInServer.StartAsync((call, context) =>
        {
            asked.Add(_time.GetUtcNow());
            context.Response.Headers.RetryAfter = _time.GetUtcNow().AddSeconds(4).ToString("R");
            return Status(context, call == 1 ? 503 : 200);
        });
        using var client = Client();

        using var response = await Complete(client.GetAsync(server.Address), TimeSpan.FromMilliseconds(100));

        // The header has whole seconds.
        Assert.InRange((asked[1] - asked[0]).TotalSeconds, 3, 4.2);
    }

    [Fact]
    public async Task Get_HangingServer_EndsInTimeoutWithinTheBudget()
    {
        await using var server = await StandInServer.StartAsync((_, context) => Hang(context));
        using var client = Client();
        var begin = _time.GetUtcNow();

        var error = await Assert.ThrowsAsync<TimeoutException>(() => Complete(client.GetAsync(server.Address), TimeSpan.FromMilliseconds(100)));

        Assert.Contains("did not answer within", error.Message, StringComparison.Ordinal);
        Assert.InRange((_time.GetUtcNow() - begin).TotalSeconds, 3, 8.5);
    }

    [Fact]
    public async Task Get_BodyCutOff_IsRepeatedAndThenWhole()
    {
        await using var server = await StandInServer.StartAsync(async (call, context) =>
        {
            context.Response.ContentLength = 10;
            await context.Response.WriteAsync(call == 1 ? "01234" : "0123456789");
            if (call == 1)
            {
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        });
        using var client = Client();

        Assert.Equal("0123456789", await Complete(client.GetStringAsync(server.Address)));
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task Get_BodyLargerThanAllowed_Fails()
    {
        await using var server = await StandInServer.StartAsync((_, context) => context.Response.WriteAsync(new string('x', 2 * 1024 * 1024)));
        using var client = Client(options => options.MaxResponseMegabytes = 1);

        await Assert.ThrowsAsync<HttpRequestException>(() => Complete(client.GetStringAsync(server.Address)));
    }

    [Fact]
    public async Task Get_CancelledByCaller_IsCancelledNotTimedOut()
    {
        await using var server = await StandInServer.StartAsync((_, context) => Hang(context));
        using var client = Client();
        using var caller = new CancellationTokenSource();

        var call = client.GetAsync(server.Address, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Breaker_HostFailsThenRecovers_OpensLeavesItAloneAndCloses()
    {
        var broken = true;
        await using var server = await StandInServer.StartAsync((_, context) => Status(context, broken ? 500 : 200));
        using var client = Client(options => (options.MaxRetries, options.BreakerMinimumCalls) = (0, 4));
        for (var i = 0; i < 4; i++)
        {
            using var failed = await client.GetAsync(server.Address);
        }

        var open = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(server.Address));
        Assert.Contains("left alone", open.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Calls);

        broken = false;
        _time.Advance(TimeSpan.FromSeconds(15.1));
        using var trial = await client.GetAsync(server.Address);
        using var closed = await client.GetAsync(server.Address);

        Assert.Equal(HttpStatusCode.OK, trial.StatusCode);
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
    }

    [Fact]
    public async Task Breaker_OneHostDown_LeavesAnotherHostOfTheClientAlone()
    {
        await using var down = await StandInServer.StartAsync((_, context) => Status(context, 500));
        await using var up = await StandInServer.StartAsync((_, context) => Status(context, 200));
        using var client = Client(options => (options.MaxRetries, options.BreakerMinimumCalls) = (0, 2));
        for (var i = 0; i < 2; i++)
        {
            using var failed = await client.GetAsync(down.Address);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(down.Address));
        using var response = await client.GetAsync(up.Address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private HttpClient Client(Action<UpstreamResilienceOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddHttpClient("upstream").AddUpstreamResilience(configure);
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("upstream");
    }

    /// <summary>Lets fake time pass until the call is done; real time only for the loopback.</summary>
    private async Task<T> Complete<T>(Task<T> call, TimeSpan? step = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!call.IsCompleted)
        {
            await Task.WhenAny(call, Task.Delay(10, limit.Token));
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(step ?? TimeSpan.FromMilliseconds(50));
        }

        return await call;
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task Hang(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller gave up: what the test is about.
        }
    }
}
